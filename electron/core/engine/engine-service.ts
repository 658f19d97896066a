import { AppError } from '../../contract/errors.ts'
import type { EngineState, LoadedModel, OffReason } from '../../contract/engine.ts'
import type { ModelId } from '../../contract/ids.ts'
import type { AnswerRequest, Counted, GenerateHooks, GenerateResult } from '../../engine/engine-client.ts'
import type { EngineGpu, EngineTurn } from '../../engine/engine-protocol.ts'
import type { Timer } from '../ports.ts'
import { createTopic } from '../topic.ts'
import type { Topic } from '../topic.ts'
import { createModelLoader, loadCancelled } from './model-loader.ts'
import type { LoadOptions, ModelHealth, ModelLoaderDeps } from './model-loader.ts'
import { createSlot } from './slot.ts'
import { createWorkReporter } from './work-reporter.ts'

export type EngineServiceDeps = Omit<ModelLoaderDeps, 'state' | 'onFailed'> & { health: ModelHealth }

/** A conversation to be counted. */
export type Conversation = { systemPrompt: string; turns: readonly EngineTurn[] }

export type EngineService = {
  state: Topic<EngineState>
  /** Loads unless it is loaded already, waiting for whatever the engine does now. This and `answer`: `QUEUE_FULL`. */
  load(model: ModelId, options?: LoadOptions): Promise<LoadedModel>
  /** Ends every load that was asked for, one that waits for its turn too. */
  cancelLoad(): void
  /** The same, stops the answer in progress, and frees the memory before answers that wait have their turn. */
  unload(reason: OffReason): Promise<void>
  /** Loads the model where needed and answers. Answers wait for one another in the order in which they were asked. */
  answer(
    model: ModelId,
    request: AnswerRequest,
    hooks: GenerateHooks,
    signal: AbortSignal,
    options?: LoadOptions,
  ): Promise<GenerateResult>
  /**
   * Tokens of a conversation, asked for when its turn has come; null when no model is loaded then, or it fails. Waits
   * for what the engine does now.
   */
  count(conversation: () => Conversation): Promise<Counted | null>
  /** Loaded now, or being loaded. */
  isUsing(model: ModelId): boolean
  /** Times that depend on settings start anew. */
  settingsChanged(): void
  /** After sleep: an engine that does not answer any more is ended, so that the next request starts a fresh one. */
  checkAlive(): Promise<void>
  reset(): void
  logTail(): string
  memoryBytes(): Promise<number>
  gpus(): readonly EngineGpu[] | null
  dispose(): Promise<void>
}

/** An engine that woke with the machine answers within this time. */
const aliveWithinMs = 10_000

/**
 * Loads and answers that may wait for the one slot. Nobody waits for the thirty-third answer of others, at minutes for
 * each on a slow machine; whoever asks for it (a page with a stuck key, a program) is told at once.
 */
const mostWaiting = 32

/** The one slot for a model: what is loaded, why not, and who may use it. */
export function createEngineService(deps: EngineServiceDeps): EngineService {
  const { client, settings, health, clock, log } = deps
  const state = createTopic<EngineState>({ phase: 'off', reason: 'start' })
  const slot = createSlot({ mostWaiting })
  const loader = createModelLoader({ ...deps, state, onFailed })
  const { ready } = loader
  const loads = new Set<AbortController>()
  let idle: Timer | null = null

  const stopListening = client.onExit(() => {
    // A failed load says more than the exit that follows it.
    if (state.get().phase === 'ready') state.set({ phase: 'off', reason: 'crash' })
    loader.lost()
  })

  function watchIdle(): void {
    idle?.cancel()
    const minutes = settings().idleUnloadMinutes
    idle = minutes === null ? null : clock.after(minutes * 60_000, () => void unloadWhenIdle())
  }
  async function unloadWhenIdle(): Promise<void> {
    if (slot.busy()) return watchIdle()
    await unload('idle').catch((error: unknown) => log.warn('engine.idle-unload', { error }))
  }

  /** A load exists for Cancel and Unload from the moment it is asked for: it may wait, and its file is read first. */
  async function cancellable<T>(run: (cancelled: AbortSignal) => Promise<T>): Promise<T> {
    const load = new AbortController()
    loads.add(load)
    try {
      return await run(load.signal)
    } catch (error) {
      throw load.signal.aborted ? loadCancelled() : error
    } finally {
      loads.delete(load)
    }
  }
  function cancelLoads(): void {
    for (const load of loads) load.abort()
  }

  async function load(id: ModelId, options: LoadOptions, signal: AbortSignal): Promise<LoadedModel> {
    try {
      return await loader.load(id, options, signal)
    } finally {
      watchIdle()
    }
  }

  /** Tells whoever remembers it when the model brought the engine down. */
  function onFailed(model: ModelId, error: unknown): void {
    if (!(error instanceof AppError)) return
    try {
      // The culprit is known and kept away: other models need not wait until somebody closes the breaker.
      if (health.failed(model, error)) client.reset()
    } catch (cause) {
      log.error('engine.remember-failure', { cause })
    }
  }
  function onAnswered(model: ModelId, { reason, stats }: GenerateResult): void {
    if (reason === 'stopped' || stats === null) return
    try {
      health.answered(model)
    } catch (cause) {
      log.error('engine.remember-answer', { cause })
    }
  }

  async function unload(reason: OffReason): Promise<void> {
    idle?.cancel()
    cancelLoads()
    await slot.takeOver(async () => {
      const current = ready()
      if (current !== null) {
        state.set({ phase: 'unloading', model: current.model })
        // Its memory comes free either way.
        await client.unload().catch(async (error: unknown) => {
          log.warn('engine.unload', { error })
          await client.stop()
        })
      }
      loader.lost()
      if (state.get().phase !== 'failed') state.set({ phase: 'off', reason })
    })
  }

  return {
    state,
    load: (id, options = {}) =>
      cancellable((cancelled) =>
        slot.run((interrupted) => load(id, options, AbortSignal.any([cancelled, interrupted])), cancelled),
      ),
    cancelLoad: cancelLoads,
    unload,
    answer: (id, request, hooks, signal, options = {}) =>
      slot.run(async (interrupted) => {
        const both = AbortSignal.any([signal, interrupted])
        const loaded = await cancellable((cancelled) => load(id, options, AbortSignal.any([both, cancelled])))
        idle?.cancel()
        const work = createWorkReporter(state, loaded, clock)
        try {
          const result = await client.generate(request, {
            onStarted: hooks.onStarted,
            onReadProgress(done, total) {
              work.reading(total === 0 ? 1 : done / total)
              hooks.onReadProgress(done, total)
            },
            onChunk(chunk) {
              hooks.onChunk(chunk)
              work.answering(chunk.tokens)
            },
            signal: both,
          })
          onAnswered(id, result)
          if (result.tuning) loader.learn(id, result.tuning)
          return result
        } catch (error) {
          onFailed(id, error)
          throw error
        } finally {
          work.idle()
          watchIdle()
        }
      }, signal),
    count: (conversation) =>
      slot
        .aside(async () => {
          const loaded = ready()
          if (loaded === null) return null
          // A prompt format that never ends, or takes the engine down, does so here too.
          return client.count(conversation()).catch((error: unknown) => {
            onFailed(loaded.model, error)
            throw error
          })
        })
        .catch(() => null),
    isUsing(id) {
      const now = state.get()
      return now.phase === 'ready'
        ? now.loaded.model === id
        : 'model' in now && now.model === id && now.phase !== 'failed'
    },
    settingsChanged: watchIdle,
    async checkAlive() {
      if (!client.running()) return
      const silence = new Promise<boolean>((resolve) => void clock.after(aliveWithinMs, () => resolve(false)))
      const alive = client.memory().then(
        () => true,
        () => false,
      )
      if (await Promise.race([alive, silence])) return
      log.warn('engine.gone-after-sleep')
      await client.stop()
      if (state.get().phase !== 'failed') state.set({ phase: 'off', reason: 'sleep' })
    },
    reset: () => client.reset(),
    logTail: () => client.logTail(),
    memoryBytes: () => (ready() === null ? Promise.resolve(0) : client.memory().catch(() => 0)),
    gpus: loader.gpus,
    async dispose() {
      idle?.cancel()
      cancelLoads()
      slot.interrupt()
      stopListening()
      await client.dispose()
    },
  }
}
