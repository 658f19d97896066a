import { stat } from 'node:fs/promises'
import type { Clock, EngineLauncher, Log } from '../core/ports.ts'
import { AppError } from '../contract/errors.ts'
import { createChunkSequencer, type AnswerChunk } from './engine-chunks.ts'
import type { EngineEnd } from './engine-exit.ts'
import { createEngineLife, type EngineLife, type EngineLimits } from './engine-life.ts'
import { createPace } from './engine-pace.ts'
import { createEngineRequests } from './engine-requests.ts'
import type {
  DoneReason,
  EngineGpu,
  EngineTurn,
  FromEngine,
  GenerateRequest,
  GenerationStats,
  LoadedInfo,
  LoadRequest,
  Tuning,
} from './engine-protocol.ts'

export type { AnswerChunk, EngineEnd }

export type EngineClientDeps = {
  launcher: EngineLauncher
  clock: Clock
  log: Log
  limits?: Partial<EngineLimits>
  /** Size of a model's file: a large one on a slow disk may keep a request waiting. */
  fileBytes?: (file: string) => Promise<number>
}

export type LoadOptions = { onProgress?: (share: number) => void; signal?: AbortSignal }

export type Started = { promptTokens: number; cachedTokens: number; droppedTurns: number }

/** What happens on the way to an answer, in this order; `onReadProgress` counts the tokens that are not in the cache. */
export type GenerateHooks = {
  onStarted(started: Started): void
  onReadProgress(done: number, total: number): void
  onChunk(chunk: AnswerChunk): void
}

export type GenerateOptions = Partial<GenerateHooks> & { signal?: AbortSignal }

/** A question with what belongs to it, as the app asks it. */
export type AnswerRequest = Omit<GenerateRequest, 'type' | 'id'>

/** `stats` is null when the engine had to be ended because it did not stop when asked. */
export type GenerateResult = { reason: DoneReason; stats: GenerationStats | null; tuning?: Tuning }

/** Tokens of the system prompt and of each turn, template around them included. */
export type Counted = { system: number; turns: readonly number[]; contextSize: number }

export type Probed = { gpus: readonly EngineGpu[]; versions: Readonly<Record<string, string>> }

/**
 * The engine as the app sees it: a process that starts when it is needed and may end at any moment. Requests that were
 * under way then fail with ENGINE_CRASHED, ENGINE_KILLED, ENGINE_OUT_OF_MEMORY, ENGINE_UNRESPONSIVE or
 * MODEL_TEMPLATE_HANGS and `data: {reason, code}`; nothing is repeated silently. After three failures in a row every start fails with ENGINE_BREAKER_OPEN until `reset`.
 */
export type EngineClient = {
  /** Rejects with the signal's reason when it was cancelled. */
  load(request: Omit<LoadRequest, 'type' | 'id'>, options?: LoadOptions): Promise<LoadedInfo>
  /** Frees the model; the process stays. Nothing happens when none runs. */
  unload(): Promise<void>
  /** A stopped answer is a result (`stopped`), not an error. */
  generate(request: AnswerRequest, options?: GenerateOptions): Promise<GenerateResult>
  count(request: { systemPrompt: string; turns: readonly EngineTurn[] }): Promise<Counted>
  /** What graphics there are. Starts the process. */
  probe(): Promise<Probed>
  /** Memory of the process in bytes; 0 when none runs. */
  memory(): Promise<number>
  /** Every end of a process, ours included. Returns a function that stops listening. */
  onExit(listener: (end: EngineEnd) => void): () => void
  /** The last lines the engine wrote, of the running process or else the last one. Holds no prompt. */
  logTail(): string
  running(): boolean
  /** Ends the process and waits until it is really gone: its memory is free, its model file is closed. */
  stop(): Promise<void>
  /** Closes the breaker. */
  reset(): void
  /** As `stop`, and for good. */
  dispose(): Promise<void>
}

export const usualLimits: EngineLimits = {
  handshakeMs: 30_000,
  cancelMs: 2_000,
  silentSeconds: 30,
  // What a first start may take in silence: a graphics driver that compiles its programs, a disk that wakes up.
  quietSeconds: 300,
  measuredQuietSeconds: 60,
  renderSeconds: 10,
  renderTimes: 20,
  failures: 3,
}

const usualFileBytes = async (file: string): Promise<number> => (await stat(file)).size

export function createEngineClient(deps: EngineClientDeps): EngineClient {
  const { launcher, clock, log, fileBytes = usualFileBytes } = deps
  const limits = { ...usualLimits, ...deps.limits }
  const exitListeners = new Set<(end: EngineEnd) => void>()
  let closed = false
  const pace = createPace(limits)
  const requests = createEngineRequests({ life: () => life, clock, log, limits, pace })
  const life: EngineLife = createEngineLife({
    launcher,
    clock,
    log,
    limits,
    onMessage: requests.receive,
    rendering: requests.rendering,
    onEnd(end) {
      requests.end(end)
      for (const listener of exitListeners) {
        try {
          listener(end)
        } catch (cause) {
          log.error('engine.exit-listener-failed', { cause })
        }
      }
    },
  })

  function open(): void {
    if (closed)
      throw new AppError('ENGINE_KILLED', 'The engine is closed', { data: { reason: 'asked', code: 'closed' } })
  }

  function needModel(): void {
    open()
    if (!life.running()) throw new AppError('MODEL_NOT_LOADED', 'No model is loaded')
  }

  async function stop(): Promise<void> {
    life.kill('asked')
    await life.gone()
  }

  return {
    async load(request, { onProgress, signal } = {}) {
      open()
      pace.newModel(fileBytes(request.file))
      return requests.ask<LoadedInfo>({
        message: (id) => ({ type: 'load', id, ...request }),
        receive(message, settle, fail) {
          if (message.type === 'loadProgress') onProgress?.(Math.min(1, Math.max(0, message.share)))
          else if (message.type === 'loaded') settle(message.info)
          else if (message.type === 'cancelled') fail(abortReason(signal))
        },
        signal,
        stopped: () => {
          throw abortReason(signal)
        },
      })
    },

    async unload() {
      if (closed || !life.running()) return
      await requests.ask<void>({
        message: (id) => ({ type: 'unload', id }),
        receive: (message, settle) => message.type === 'unloaded' && settle(),
        stopped: () => undefined,
      })
    },

    async generate(request, options = {}) {
      needModel()
      const chunks = createChunkSequencer((chunk) => options.onChunk?.(chunk))
      const asked = requests.ask<GenerateResult>({
        message: (id) => ({ type: 'generate', id, ...request }),
        receive(message, settle) {
          if (message.type === 'chunk') chunks.take(message)
          else if (message.type === 'done') {
            const { reason, stats, tuning } = message
            settle({ reason, stats, ...(tuning && { tuning }) })
          } else progress(message, options)
        },
        signal: options.signal,
        stopped: () => ({ reason: 'stopped', stats: null }),
      })
      const result = await asked.finally(chunks.finish)
      if (result.stats && result.reason !== 'stopped') life.succeeded()
      return result
    },

    async count(request) {
      needModel()
      return requests.ask<Counted>({
        message: (id) => ({ type: 'count', id, ...request }),
        receive(message, settle) {
          if (message.type !== 'counted') return
          settle({ system: message.system, turns: message.turns, contextSize: message.contextSize })
        },
        stopped: never,
      })
    },

    async probe() {
      open()
      return requests.ask<Probed>({
        message: (id) => ({ type: 'probe', id }),
        receive: (message, settle) =>
          message.type === 'probed' && settle({ gpus: message.gpus, versions: message.versions }),
        stopped: never,
      })
    },

    async memory() {
      if (closed || !life.running()) return 0
      return requests.ask<number>({
        message: (id) => ({ type: 'memory', id }),
        receive: (message, settle) => message.type === 'memory' && settle(message.residentBytes),
        stopped: never,
      })
    },

    onExit(listener) {
      exitListeners.add(listener)
      return () => void exitListeners.delete(listener)
    },
    logTail: life.logTail,
    running: life.running,
    stop,
    reset: life.reset,
    async dispose() {
      closed = true
      life.close()
      await life.gone()
    },
  }
}

function progress(message: FromEngine, { onStarted, onReadProgress }: GenerateOptions): void {
  if (message.type === 'started') {
    const { promptTokens, cachedTokens, droppedTurns } = message
    onStarted?.({ promptTokens, cachedTokens, droppedTurns })
  } else if (message.type === 'readProgress') {
    onReadProgress?.(message.done, message.total)
  }
}

function abortReason(signal: AbortSignal | undefined): unknown {
  return signal?.reason ?? new DOMException('The load was cancelled', 'AbortError')
}

/** These requests take no signal. */
function never(): never {
  throw new AppError('INTERNAL', 'A request without a signal was stopped')
}
