import type { AnswerStats, ChatDetail, ChatListEvent, ChatSummary, Message } from '../../contract/chat.ts'
import { AppError } from '../../contract/errors.ts'
import type { ErrorInfo } from '../../contract/errors.ts'
import type { ChatId, MessageId, ModelId } from '../../contract/ids.ts'
import type { Settings } from '../../contract/settings.ts'
import type { GenerateHooks, GenerateResult } from '../../engine/engine-client.ts'
import type { GenerateRequest, GenerationStats } from '../../engine/engine-protocol.ts'
import type { Clock, Log } from '../ports.ts'
import { createFeed } from '../topic.ts'
import type { Feed } from '../topic.ts'
import { createChatFeeds } from './chat-feeds.ts'
import type { ChatFeeds } from './chat-feeds.ts'
import type { ChatStore } from './chat-store.ts'
import { titleFrom } from './chat-title.ts'
import { createContextRuler } from './context-ruler.ts'
import type { CountTokens } from './context-ruler.ts'
import { conversationTurns } from './conversation-turns.ts'
import { createRunningAnswer } from './running-answer.ts'
import type { AnswerEnd, RunningAnswer } from './running-answer.ts'

export type AnswerRequest = Pick<GenerateRequest, 'systemPrompt' | 'turns' | 'sampling' | 'maxTokens'>

export type ChatServiceDeps = {
  store: ChatStore
  settings(): Settings
  modelName(id: ModelId): string
  /** Loads the model where needed and answers; answers wait for one another. */
  answer(model: ModelId, request: AnswerRequest, hooks: GenerateHooks, signal: AbortSignal): Promise<GenerateResult>
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
  send(input: { chat: ChatId | null; text: string; model: ModelId; key: string }): {
    chat: ChatId
    user: MessageId
    answer: MessageId
  }
  regenerate(message: MessageId, model: ModelId): MessageId
  stop(chat: ChatId): Promise<void>
  selectVersion(message: MessageId): void
  /** Call after a change of the chat itself. */
  changed(chat: ChatId): void
  /** Measures the context of a chat that is looked at, when the engine is free to count. */
  measure(chat: ChatId): void
  isBusy(chat: ChatId): boolean
  /** Ends every answer where it is and stores it; for closing the app. */
  dispose(): Promise<void>
}

/** Conversations as they happen. Truth lies in the store; what is being made lies here until it is stored. */
export function createChatService(deps: ChatServiceDeps): ChatService {
  const { store, settings, clock, log } = deps
  const running = new Map<ChatId, { answer: RunningAnswer; ended: Promise<void> }>()
  const list = createFeed<ChatListEvent>()
  let closing = false

  const summary = (chat: ChatId): ChatSummary => ({ ...store.getChat(chat), busy: running.has(chat) })
  const live = (message: Message): Message => {
    const answer = running.get(message.chat)?.answer
    return answer?.message === message.id ? { ...message, parts: answer.log.parts(), state: answer.state() } : message
  }
  const detail = (chat: ChatId): ChatDetail | null => {
    try {
      return { chat: summary(chat), messages: store.conversation(chat).map(live), context: ruler.last(chat) }
    } catch (error) {
      if (error instanceof AppError && error.code === 'CHAT_NOT_FOUND') return null
      throw error
    }
  }
  const feeds = createChatFeeds({
    detail,
    running: (chat) => running.get(chat)?.answer ?? null,
    firstRevision: clock.now() * 1000,
  })
  const ruler = createContextRuler({
    count: deps.count,
    conversation: (chat) => conversationTurns(store.conversation(chat)),
    systemPrompt: () => settings().systemPrompt,
    publish: (chat, context) => feeds.publish(chat, { type: 'context', context }),
  })

  function changed(chat: ChatId): void {
    list.publish({ type: 'changed', chat: summary(chat) })
    feeds.publish(chat, { type: 'chat', chat: summary(chat) })
  }
  function refuseIfBusy(chat: ChatId): void {
    if (running.has(chat)) throw new AppError('CHAT_BUSY', 'An answer is being made in this chat')
  }

  function start(chat: ChatId, question: MessageId, message: MessageId, model: ModelId): void {
    const answer = createRunningAnswer({
      chat,
      message,
      clock,
      publish: (event) => feeds.publish(chat, event),
      save: (parts) => store.appendChunks(message, parts),
    })
    running.set(chat, { answer, ended: run(answer, question, model) })
    deps.onAsked(model)
    changed(chat)
  }

  async function run(answer: RunningAnswer, question: MessageId, model: ModelId): Promise<void> {
    const end = await generate(answer, question, model)
    const { chat, message } = answer
    try {
      const tail = answer.close()
      const thoughtMs = answer.log.parts().flatMap((part) => (part.kind === 'thought' ? [part.ms] : []))
      store.finishAnswer(message, { ...end, tail, thoughtMs })
    } catch (error) {
      // The text is in the page still, and the next start marks the answer as cut.
      log.error('chat.finish', { error })
      feeds.publish(chat, { type: 'state', message, state: { phase: 'done', ...end, error: toInfo(error) } })
    }
    running.delete(chat)
    feeds.publishMessage(chat, store.getMessage(message))
    changed(chat)
    if (!closing) ruler.measure(chat)
  }

  async function generate(answer: RunningAnswer, question: MessageId, model: ModelId): Promise<AnswerEnd> {
    const { systemPrompt, temperature, topP, topK, minP, repeatPenalty, seed, maxTokens } = settings()
    const sampling = { temperature, topP, topK, minP, repeatPenalty, seed }
    try {
      const turns = conversationTurns(store.path(question))
      const request = { systemPrompt, turns, sampling, maxTokens }
      const { reason, stats } = await deps.answer(model, request, answer.hooks, answer.stop.signal)
      return { reason: closing ? 'cut' : reason, stats: stats ? toStats(stats) : answer.measured(), error: null }
    } catch (error) {
      const stats = answer.measured()
      if (closing) return { reason: 'cut', stats, error: null }
      if (answer.stop.signal.aborted) return { reason: 'stopped', stats, error: null }
      return { reason: 'cut', stats, error: toInfo(error) }
    }
  }

  /** Failures that are meant to be read keep their words; the others are an id that finds them in the log. */
  function toInfo(error: unknown): ErrorInfo {
    if (error instanceof AppError) {
      return { code: error.code, message: error.message, ...(error.data && { data: error.data }) }
    }
    const logId = crypto.randomUUID().slice(0, 8)
    log.error('chat.answer', { logId, error })
    return { code: 'INTERNAL', message: 'Something unforeseen happened', data: { logId } }
  }

  return {
    list,
    feeds,
    allChats: () => store.listChats().map((chat) => ({ ...chat, busy: running.has(chat.id) })),
    send({ chat, text, model, key }) {
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
      feeds.publishMessage(turn.chat, live(store.getMessage(turn.answer)))
      return turn
    },
    regenerate(message, model) {
      const { chat, parent, role } = store.getMessage(message)
      if (role !== 'assistant' || parent === null)
        throw new AppError('INPUT_INVALID', 'Only an answer can be made again')
      refuseIfBusy(chat)
      const answer = store.insertAnswer({ chat, parent, model: { id: model, name: deps.modelName(model) } })
      start(chat, parent, answer, model)
      feeds.publishSnapshot(chat)
      return answer
    },
    async stop(chat) {
      const found = running.get(chat)
      found?.answer.stop.abort()
      await found?.ended
    },
    selectVersion(message) {
      const { chat } = store.getMessage(message)
      refuseIfBusy(chat)
      store.setLeaf(chat, store.newestLeafBelow(message))
      feeds.publishSnapshot(chat)
      ruler.measure(chat)
    },
    changed,
    measure: (chat) => ruler.measure(chat),
    isBusy: (chat) => running.has(chat),
    async dispose() {
      closing = true
      const all = [...running.values()]
      for (const { answer } of all) answer.stop.abort()
      await Promise.all(all.map(({ ended }) => ended))
    },
  }
}

function toStats({ contextUsed: _, ...stats }: GenerationStats): AnswerStats {
  return stats
}
