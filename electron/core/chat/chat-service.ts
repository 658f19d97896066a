import type { ChatDetail, ChatListEvent, ChatSummary, Message } from '../../contract/chat.ts'
import { AppError } from '../../contract/errors.ts'
import type { ChatId, MessageId, ModelId } from '../../contract/ids.ts'
import type { Settings } from '../../contract/settings.ts'
import type { Clock, Log } from '../ports.ts'
import { createFeed } from '../topic.ts'
import type { Feed } from '../topic.ts'
import { createAnswerRunner } from './answer-runner.ts'
import type { Answer, AnswerOptions } from './answer-runner.ts'
import { createChatFeeds } from './chat-feeds.ts'
import type { ChatFeeds } from './chat-feeds.ts'
import type { ChatStore } from './chat-store.ts'
import { titleFrom } from './chat-title.ts'
import { createContextRuler } from './context-ruler.ts'
import type { CountTokens, RuledConversation } from './context-ruler.ts'
import { conversationTurns } from './conversation-turns.ts'

export type ChatServiceDeps = {
  store: ChatStore
  settings(): Settings
  modelName(id: ModelId): string
  answer: Answer
  count: CountTokens
  /** A model was asked to answer: the next chat proposes it. */
  onAsked(model: ModelId): void
  clock: Clock
  log: Log
}

export type ChatService = {
  list: Feed<ChatListEvent>
  allChats(): readonly ChatSummary[]
  feeds: ChatFeeds
  /** This and `regenerate` throw `DATA_ERASING` while everything is erased, `CHAT_BUSY` while the chat is answering. */
  send(input: { chat: ChatId | null; text: string; model: ModelId; key: string }): {
    chat: ChatId
    user: MessageId
    answer: MessageId
  }
  regenerate(message: MessageId, model: ModelId, options?: AnswerOptions): MessageId
  stop(chat: ChatId): Promise<void>
  selectVersion(message: MessageId): void
  rename(chat: ChatId, title: string): void
  /** No chat in the trash is answering: what goes there is stopped first, and what is asked there leaves it. */
  trash(chat: ChatId): Promise<void>
  restore(chat: ChatId): void
  erase(chat: ChatId): Promise<void>
  /** Erases what went to the trash before `at` (milliseconds since 1970); says how many chats that were. */
  eraseTrashedBefore(at: number): Promise<number>
  /** Refuses questions, stops every answer and lets `erase` work; then everybody is told which chats are gone. */
  emptiedBy(erase: () => Promise<void>): Promise<void>
  /** Measures the context of a chat that is looked at, when the engine is free to count. */
  measure(chat: ChatId): void
  /** Another model was loaded, or none is any more. */
  modelChanged(): void
  /** Ends every answer where it is and stores it; for closing the app. */
  dispose(): Promise<void>
}

/** Conversations as they happen. Truth lies in the store; what is being made lies with its runner until it is stored. */
export function createChatService(deps: ChatServiceDeps): ChatService {
  const { store, settings, clock, log } = deps
  const list = createFeed<ChatListEvent>()
  let refusal: AppError | null = null

  const isBusy = (chat: ChatId): boolean => runner.running(chat) !== null
  const summary = (chat: ChatId): ChatSummary => ({ ...store.getChat(chat), busy: isBusy(chat) })
  const conversation = (chat: ChatId): readonly Message[] => store.conversation(chat).map(runner.live)
  const detail = (chat: ChatId): ChatDetail | null => {
    try {
      return { chat: summary(chat), messages: conversation(chat), context: ruler.last(chat) }
    } catch (error) {
      if (error instanceof AppError && error.code === 'CHAT_NOT_FOUND') return null
      throw error
    }
  }
  const runner = createAnswerRunner({
    store,
    settings,
    answer: deps.answer,
    turns: (question) => conversationTurns(store.path(question).map(runner.live)),
    feeds: () => feeds,
    onEnded(chat) {
      changed(chat)
      if (refusal === null) ruler.measure(chat)
    },
    clock,
    log,
  })
  const feeds = createChatFeeds({ detail, running: runner.running, firstRevision: clock.now() * 1000 })
  const ruler = createContextRuler({
    count: deps.count,
    conversation: ruled,
    publish: (chat, context) => feeds.publish(chat, { type: 'context', context }),
  })

  function ruled(chat: ChatId): RuledConversation {
    const path = conversation(chat)
    const { systemPrompt, maxTokens } = settings()
    const last = path.at(-1)?.state
    const dropped = last?.phase === 'done' ? (last.stats?.droppedTurns ?? 0) : 0
    return { systemPrompt, maxTokens, turns: conversationTurns(path), dropped }
  }
  function changed(chat: ChatId): void {
    list.publish({ type: 'changed', chat: summary(chat) })
    feeds.publish(chat, { type: 'chat', chat: summary(chat) })
  }
  function refuseIfBusy(chat: ChatId): void {
    if (isBusy(chat)) throw new AppError('CHAT_BUSY', 'An answer is being made in this chat')
  }
  function prepareToAnswer(): void {
    if (refusal !== null) throw refusal
    runner.storeLate()
  }
  function start(
    chat: ChatId,
    question: MessageId,
    message: MessageId,
    model: ModelId,
    options: AnswerOptions = {},
  ): void {
    runner.start(chat, question, message, model, options)
    try {
      deps.onAsked(model)
    } catch (error) {
      // The question is stored and being answered; what is proposed next time matters less.
      log.warn('chat.asked', { error })
    }
    changed(chat)
  }

  /** When it resolves nothing answers there, and whoever waited for it comes next. */
  async function stop(chat: ChatId): Promise<void> {
    while (isBusy(chat)) await runner.stop(chat)
  }
  /** Tells who looks at them which of these chats are no longer stored. */
  function tellGone(before: readonly ChatSummary[]): void {
    const left = new Set(store.listChats().map(({ id }) => id))
    for (const { id } of before) {
      if (left.has(id)) continue
      runner.forget(id)
      ruler.forget(id)
      list.publish({ type: 'removed', chat: id })
      feeds.publish(id, { type: 'gone' })
    }
  }

  return {
    list,
    feeds,
    allChats: () => store.listChats().map((chat) => ({ ...chat, busy: isBusy(chat.id) })),
    send({ chat, text, model, key }) {
      prepareToAnswer()
      const before = store.findSend(key)
      if (before !== null) return before
      if (chat !== null) refuseIfBusy(chat)
      const name = deps.modelName(model)
      const { repeated: _, ...turn } = store.addTurn({
        chat,
        title: titleFrom(text),
        text,
        key,
        model: { id: model, name },
      })
      start(turn.chat, turn.user, turn.answer, model)
      feeds.publishMessage(turn.chat, store.getMessage(turn.user))
      feeds.publishMessage(turn.chat, runner.live(store.getMessage(turn.answer)))
      return turn
    },
    regenerate(message, model, options = {}) {
      prepareToAnswer()
      const { chat, parent, role } = store.getMessage(message)
      if (role !== 'assistant' || parent === null)
        throw new AppError('INPUT_INVALID', 'Only an answer can be made again')
      refuseIfBusy(chat)
      const answer = store.insertAnswer({ chat, parent, model: { id: model, name: deps.modelName(model) } })
      start(chat, parent, answer, model, options)
      feeds.publishSnapshot(chat)
      return answer
    },
    stop: runner.stop,
    selectVersion(message) {
      const { chat } = store.getMessage(message)
      refuseIfBusy(chat)
      store.setLeaf(chat, store.newestLeafBelow(message))
      feeds.publishSnapshot(chat)
      ruler.measure(chat)
    },
    rename(chat, title) {
      store.rename(chat, title)
      changed(chat)
    },
    async trash(chat) {
      await stop(chat)
      store.trash(chat)
      changed(chat)
    },
    restore(chat) {
      store.restore(chat)
      changed(chat)
    },
    async erase(chat) {
      const before = store.getChat(chat)
      await stop(chat)
      store.erase(chat)
      tellGone([before])
    },
    async eraseTrashedBefore(at) {
      const old = store.listChats().filter(({ trashedAt }) => trashedAt !== null && trashedAt < at)
      for (const { id } of old) await stop(id)
      try {
        return store.eraseTrashedBefore(at).length
      } finally {
        tellGone(old)
      }
    },
    async emptiedBy(erase) {
      const erasing = new AppError('DATA_ERASING', 'Everything is being erased')
      refusal = erasing
      try {
        await runner.stopAll()
        const before = store.listChats()
        try {
          await erase()
        } finally {
          tellGone(before)
        }
      } finally {
        // Not if the app is being closed meanwhile.
        if (refusal === erasing) refusal = null
      }
    },
    measure(chat) {
      if (!isBusy(chat)) ruler.measure(chat)
    },
    modelChanged() {
      ruler.clear()
      for (const chat of feeds.watched()) if (!isBusy(chat)) ruler.measure(chat)
    },
    async dispose() {
      // The page asks again when it is connected again.
      refusal = new AppError('CONNECTION_LOST', 'Ingle is closing')
      await runner.dispose()
    },
  }
}
