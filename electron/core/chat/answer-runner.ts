import type { AnswerStats, Message } from '../../contract/chat.ts'
import { AppError, toErrorInfo } from '../../contract/errors.ts'
import type { ErrorInfo } from '../../contract/errors.ts'
import type { ChatId, MessageId, ModelId } from '../../contract/ids.ts'
import type { Settings } from '../../contract/settings.ts'
import type { AnswerRequest, GenerateHooks, GenerateResult } from '../../engine/engine-client.ts'
import type { EngineTurn, GenerationStats } from '../../engine/engine-protocol.ts'
import type { Clock, Log } from '../ports.ts'
import type { ChatFeeds } from './chat-feeds.ts'
import type { AnswerEnd, MessageStore } from './message-store.ts'
import { createRunningAnswer } from './running-answer.ts'
import type { RunningAnswer } from './running-answer.ts'
import { createUnstoredAnswers } from './unstored-answers.ts'

/** Loads the model where needed and answers; answers wait for one another. */
export type Answer = (
  model: ModelId,
  request: AnswerRequest,
  hooks: GenerateHooks,
  signal: AbortSignal,
  options?: AnswerOptions,
) => Promise<GenerateResult>

/** `anyway`: the model is loaded also when it seems to need more memory than is left. */
export type AnswerOptions = { anyway?: boolean | undefined }

export type AnswerRunnerDeps = {
  store: Pick<MessageStore, 'appendChunks' | 'finishAnswer' | 'getMessage'>
  settings(): Settings
  answer: Answer
  /** The conversation up to a question. */
  turns(question: MessageId): readonly EngineTurn[]
  feeds(): ChatFeeds
  /** An answer is no longer being made, or is stored at last. */
  onEnded(chat: ChatId): void
  clock: Clock
  log: Log
}

/** Answers from the question to the row in the database. None of its promises rejects. */
export type AnswerRunner = {
  start(chat: ChatId, question: MessageId, message: MessageId, model: ModelId, options?: AnswerOptions): void
  running(chat: ChatId): RunningAnswer | null
  /** A stored message with what is known of it beyond the store. */
  live(message: Message): Message
  /** Ends the answer where it is; resolves once it is stored, or kept for it. */
  stop(chat: ChatId): Promise<void>
  /** Stops all of them first and then waits: one that waits for another must not start in between. */
  stopAll(): Promise<void>
  /** Tries to write what could not be written. */
  storeLate(): void
  /** The chat is erased. */
  forget(chat: ChatId): void
  dispose(): Promise<void>
}

export function createAnswerRunner(deps: AnswerRunnerDeps): AnswerRunner {
  const { store, settings, clock, log } = deps
  const running = new Map<ChatId, { answer: RunningAnswer; ended: Promise<void> }>()
  let closing = false
  const unstored = createUnstoredAnswers({
    clock,
    log,
    onStored(chat, message) {
      deps.feeds().publishMessage(chat, store.getMessage(message))
      deps.onEnded(chat)
    },
  })

  async function run(answer: RunningAnswer, base: Message, generating: Promise<AnswerEnd>): Promise<void> {
    try {
      const ended = finish(answer, base, await generating)
      running.delete(answer.chat)
      deps.feeds().publishMessage(answer.chat, ended)
      deps.onEnded(answer.chat)
    } catch (error) {
      running.delete(answer.chat)
      log.error('chat.run', { error })
    }
  }

  /** Stores an answer, and returns it as it is shown from now on. */
  function finish(answer: RunningAnswer, base: Message, end: AnswerEnd): Message {
    const tail = answer.close()
    const parts = answer.log.parts()
    const thoughtMs = parts.flatMap((part) => (part.kind === 'thought' ? [part.ms] : []))
    const write = () => store.finishAnswer(answer.message, { ...end, tail, thoughtMs })
    try {
      write()
      return { ...base, parts, state: { phase: 'done', ...end } }
    } catch (error) {
      log.error('chat.finish', { error })
      // Cut is what it becomes if the app ends before the write succeeds.
      const state = { phase: 'done', reason: 'cut', stats: end.stats, error: toInfo(error) } as const
      const message = { ...base, parts, state }
      unstored.keep(message, write)
      return message
    }
  }

  async function generate(
    answer: RunningAnswer,
    question: MessageId,
    model: ModelId,
    options: AnswerOptions,
  ): Promise<AnswerEnd> {
    const { systemPrompt, temperature, topP, topK, minP, repeatPenalty, seed, maxTokens } = settings()
    const sampling = { temperature, topP, topK, minP, repeatPenalty, seed }
    try {
      const request = { systemPrompt, turns: deps.turns(question), sampling, maxTokens }
      const { reason, stats } = await deps.answer(model, request, answer.hooks, answer.stop.signal, options)
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
    if (error instanceof AppError) return toErrorInfo(error)
    const logId = crypto.randomUUID().slice(0, 8)
    log.error('chat.answer', { logId, error })
    return { code: 'INTERNAL', message: 'Something unforeseen happened', data: { logId } }
  }

  async function stopAll(): Promise<void> {
    const all = [...running.values()]
    for (const { answer } of all) answer.stop.abort()
    await Promise.all(all.map(({ ended }) => ended))
  }

  return {
    start(chat, question, message, model, options = {}) {
      const base = store.getMessage(message)
      const answer = createRunningAnswer({
        chat,
        message,
        clock,
        publish: (event) => deps.feeds().publish(chat, event),
        save: (parts) => store.appendChunks(message, parts),
        onSaveFailed(error) {
          log.error('chat.save', { error })
          return toInfo(error)
        },
      })
      running.set(chat, { answer, ended: run(answer, base, generate(answer, question, model, options)) })
    },
    running: (chat) => running.get(chat)?.answer ?? null,
    live(message) {
      const answer = running.get(message.chat)?.answer
      if (answer?.message === message.id) return { ...message, parts: answer.log.parts(), state: answer.state() }
      const { parts, state } = unstored.get(message.id) ?? message
      return { ...message, parts, state }
    },
    async stop(chat) {
      const found = running.get(chat)
      found?.answer.stop.abort()
      await found?.ended
    },
    stopAll,
    storeLate: unstored.retry,
    forget: unstored.forget,
    async dispose() {
      closing = true
      await stopAll()
      unstored.dispose()
    },
  }
}

function toStats({ contextUsed: _, ...stats }: GenerationStats): AnswerStats {
  return stats
}
