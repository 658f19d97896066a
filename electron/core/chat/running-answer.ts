import type { AnswerStats, ChatEvent, MessageState } from '../../contract/chat.ts'
import type { ErrorInfo } from '../../contract/errors.ts'
import type { ChatId, MessageId } from '../../contract/ids.ts'
import type { GenerateHooks } from '../../engine/engine-client.ts'
import type { ChunkPart } from '../../engine/engine-protocol.ts'
import type { Clock } from '../ports.ts'
import { createTimeLeft } from '../time-left.ts'
import { createAnswerLog } from './answer-log.ts'
import type { AnswerLog } from './answer-log.ts'

/** At most this much of an answer is lost when the power goes. */
const saveEveryMs = 1000
/** Numbers in a footer are read by people. Text comes as fast as it is made. */
const stateEveryMs = 250

/** An answer being made: its text so far, what it is doing, and the hooks that the engine calls. */
export type RunningAnswer = {
  chat: ChatId
  message: MessageId
  log: AnswerLog
  stop: AbortController
  state(): MessageState
  hooks: GenerateHooks
  /** Stops the clock and says what is not on disk yet. */
  close(): ChunkPart[]
  /** What was measured so far; for an answer whose engine can't tell any more. Null before the first token. */
  measured(): AnswerStats | null
}

export type RunningAnswerDeps = {
  chat: ChatId
  message: MessageId
  clock: Clock
  publish(event: ChatEvent): void
  /** Writes to disk; when it throws, the pieces are kept and come again. */
  save(parts: readonly ChunkPart[]): void
  /** Saving has begun to fail: says why, for the page. */
  onSaveFailed(error: unknown): ErrorInfo
}

export function createRunningAnswer(deps: RunningAnswerDeps): RunningAnswer {
  const { chat, message, clock, publish, save, onSaveFailed } = deps
  const log = createAnswerLog(message)
  let state: MessageState = { phase: 'queued' }
  let lastState = Number.NEGATIVE_INFINITY
  let timeLeft = createTimeLeft(clock)
  let startedAt = 0
  let firstChunk: { at: number; tokens: number } | null = null
  let total = 0
  let cached = 0
  let dropped = 0
  let tokens = 0
  let lastChunkAt = 0
  let unsaved: ErrorInfo | null = null

  /** Counted from the first token on: reading the prompt is not writing. */
  function speed(): number {
    const seconds = firstChunk === null ? 0 : (lastChunkAt - firstChunk.at) / 1000
    return firstChunk === null || seconds === 0 ? 0 : (tokens - firstChunk.tokens) / seconds
  }
  function show(next: MessageState): void {
    const changed = next.phase !== state.phase
    state = next
    if (!changed && clock.monotonic() - lastState < stateEveryMs) return
    lastState = clock.monotonic()
    publish({ type: 'state', message, state })
  }
  function streaming(firstAt: number): MessageState {
    const firstTokenMs = Math.round(firstAt - startedAt)
    return { phase: 'streaming', tokens, tokensPerSecond: speed(), firstTokenMs, ...(unsaved && { unsaved }) }
  }
  function showUnsaved(problem: ErrorInfo | null): void {
    if (unsaved === problem || firstChunk === null) return
    unsaved = problem
    state = streaming(firstChunk.at)
    publish({ type: 'state', message, state })
  }
  // Nobody is there to catch what a timer throws, and a full disk must not end the app.
  const saver = clock.every(saveEveryMs, () => {
    const pieces = log.takeUnsaved()
    if (pieces.length === 0) return
    try {
      save(pieces)
      showUnsaved(null)
    } catch (error) {
      log.putBack(pieces)
      showUnsaved(unsaved ?? onSaveFailed(error))
    }
  })

  return {
    chat,
    message,
    log,
    stop: new AbortController(),
    state: () => state,
    measured() {
      if (firstChunk === null) return null
      return {
        promptTokens: total,
        cachedTokens: cached,
        answerTokens: tokens,
        firstTokenMs: Math.round(firstChunk.at - startedAt),
        tokensPerSecond: speed(),
        droppedTurns: dropped,
      }
    },
    close() {
      saver.cancel()
      log.close(clock.monotonic())
      return log.takeUnsaved()
    },
    hooks: {
      onStarted(started) {
        startedAt = clock.monotonic()
        timeLeft = createTimeLeft(clock)
        total = started.promptTokens
        cached = started.cachedTokens
        dropped = started.droppedTurns
        show({ phase: 'reading', done: 0, total, cached, msLeft: null })
      },
      onReadProgress(done, toRead) {
        if (firstChunk !== null) return
        show({ phase: 'reading', done, total, cached, msLeft: timeLeft.at(toRead > 0 ? done / toRead : 1) })
      },
      onChunk(chunk) {
        const now = clock.monotonic()
        firstChunk ??= { at: now, tokens: chunk.tokens }
        tokens = chunk.tokens
        for (const delta of log.append(chunk.parts, now)) publish(delta)
        lastChunkAt = now
        show(streaming(firstChunk.at))
      },
    },
  }
}
