import type { ChatDetail, ChatEvent, Message } from '../../contract/chat.ts'
import type { ChatId, MessageId } from '../../contract/ids.ts'
import { createFeed } from '../topic.ts'
import type { Feed } from '../topic.ts'
import { mergeDeltas } from './answer-log.ts'
import type { RunningAnswer } from './running-answer.ts'

export type AttachAfter = { revision: number; message: MessageId; seq: number }

/** What everybody who looks at a chat is told, in one order for all of them. */
export type ChatFeeds = {
  publish(chat: ChatId, event: ChatEvent): void
  /** A message that is new or replaced: it moves the chat to a new revision. */
  publishMessage(chat: ChatId, message: Message): void
  /** The path changed as a whole. */
  publishSnapshot(chat: ChatId): void
  attach(
    chat: ChatId,
    after: AttachAfter | undefined,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<ChatEvent, void, void>
  /** Chats that somebody looks at. */
  watched(): readonly ChatId[]
}

export type ChatFeedsDeps = {
  detail(chat: ChatId): ChatDetail | null
  running(chat: ChatId): RunningAnswer | null
  /** Differs from run to run, so that a page from before a restart is never taken for up to date. */
  firstRevision: number
}

export function createChatFeeds({ detail, running, firstRevision }: ChatFeedsDeps): ChatFeeds {
  const feeds = new Map<ChatId, Feed<ChatEvent>>()
  const revisions = new Map<ChatId, number>()
  const revisionOf = (chat: ChatId): number => revisions.get(chat) ?? firstRevision
  const advance = (chat: ChatId): number => {
    revisions.set(chat, revisionOf(chat) + 1)
    return revisionOf(chat)
  }

  function snapshot(chat: ChatId): ChatEvent {
    const found = detail(chat)
    if (found === null) return { type: 'gone' }
    return { type: 'snapshot', revision: revisionOf(chat), seq: running(chat)?.log.seq ?? 0, detail: found }
  }

  function first(chat: ChatId, after: AttachAfter | undefined): ChatEvent[] {
    const answer = running(chat)
    const goesOn = after !== undefined && after.revision === revisionOf(chat) && answer?.message === after.message
    if (!goesOn || answer === null) return [snapshot(chat)]
    return [{ type: 'state', message: answer.message, state: answer.state() }, ...answer.log.after(after.seq)]
  }

  const publish = (chat: ChatId, event: ChatEvent): void => feeds.get(chat)?.publish(event)
  return {
    publish,
    publishMessage: (chat, message) => publish(chat, { type: 'message', revision: advance(chat), message }),
    publishSnapshot(chat) {
      advance(chat)
      publish(chat, snapshot(chat))
    },
    async *attach(chat, after, signal) {
      const feed = feeds.get(chat) ?? createFeed<ChatEvent>(mergeDeltas)
      feeds.set(chat, feed)
      try {
        yield* feed.watch(() => first(chat, after), signal)
      } finally {
        if (feed.readers === 0) feeds.delete(chat)
      }
    },
    watched: () => [...feeds.keys()],
  }
}
