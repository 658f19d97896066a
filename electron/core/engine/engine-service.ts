import { AppError, toErrorInfo } from '../../contract/errors.ts'
import type { EngineState, LoadedModel, OffReason } from '../../contract/engine.ts'
import type { ModelId } from '../../contract/ids.ts'
import type { Settings } from '../../contract/settings.ts'
import type { AnswerRequest, Counted, EngineClient, GenerateHooks, GenerateResult } from '../../engine/engine-client.ts'
import type { EngineGpu, EngineTurn } from '../../engine/engine-protocol.ts'
import type { Clock, Log, Timer } from '../ports.ts'
import { createTopic } from '../topic.ts'
import type { Topic } from '../topic.ts'
import { createSlot } from './slot.ts'
import { untilAborted } from './until-aborted.ts'
import { createWorkReporter } from './work-reporter.ts'

/** A model file that may be loaded: its header was read and found good. */
export type UsableModel = { id: ModelId; name: string; file: string; quantisation: string | null }

export type EngineServiceDeps = {
  client: EngineClient
  /** Throws the reason why a model can't be used. */
  resolveModel(id: ModelId): Promise<UsableModel>
  settings(): Settings
  clock: Clock
  log: Log
}

/** A conversation to be counted. */
export type Conversation = { systemPrompt: string; turns: readonly EngineTurn[] }

export type EngineService = {
  state: Topic<EngineState>
  /** Loads unless it is loaded already, waiting for whatever the engine does now. */
  load(model: ModelId): Promise<LoadedModel>
  /** Ends every load that was asked for, one that waits for its turn too. */
  cancelLoad(): void
  /** The same, stops the answer in progress, and frees the memory before answers that wait have their turn. */
  unload(reason: OffReason): Promise<void>
  /** Loads the model where needed and answers. Answers wait for one another in the order in which they were asked. */
  answer(model: ModelId, request: AnswerRequest, hooks: GenerateHooks, signal: AbortSignal): Promise<GenerateResult>
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

/** The one slot for a model: what is loaded, why not, and who may use it. */
export function createEngineService({ client, resolveModel, settings, clock, log }: EngineServiceDeps): EngineService {
  const state = createTopic<EngineState>({ phase: 'off', reason: 'start' })
  const slot = createSlot()
  let loadedWith: string | null = null
  const loads = new Set<AbortController>()
  let idle: Timer | null = null
  let gpus: readonly EngineGpu[] | null = null

  const ready = (): LoadedModel | null => {
    const now = state.get()
    return now.phase === 'ready' ? now.loaded : null
  }
  const loadOptions = () => {
    const { threads, gpu, contextSize } = settings()
    return { threads, gpu, contextSize }
  }

  const stopListening = client.onExit(() => {
    // A failed load says more than the exit that follows it.
    if (state.get().phase === 'ready') state.set({ phase: 'off', reason: 'crash' })
    loadedWith = null
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

  async function loadNow(id: ModelId, signal: AbortSignal): Promise<LoadedModel> {
    const options = loadOptions()
    const wanted = JSON.stringify(options)
    const current = ready()
    if (current?.model === id && loadedWith === wanted) return current
    const model = await untilAborted(resolveModel(id), signal)
    const start = clock.monotonic()
    state.set({ phase: 'loading', model: id, name: model.name, share: 0, msLeft: null })
    loadedWith = null
    try {
      const info = await client.load(
        { file: model.file, ...options },
        {
          signal,
          onProgress(share) {
            const spent = clock.monotonic() - start
            const msLeft = share > 0.05 ? Math.round((spent * (1 - share)) / share) : null
            state.set({ phase: 'loading', model: id, name: model.name, share, msLeft })
          },
        },
      )
      const { template: _, ...facts } = info
      const loadMs = Math.round(clock.monotonic() - start)
      const loaded: LoadedModel = { model: id, name: model.name, quantisation: model.quantisation, ...facts, loadMs }
      loadedWith = wanted
      state.set({ phase: 'ready', loaded, work: { kind: 'idle' } })
      log.info('engine.loaded', {
        model: id,
        loadMs,
        gpu: info.gpu,
        threads: info.threads,
        contextSize: info.contextSize,
      })
      gpus ??= await client
        .probe()
        .then((found) => found.gpus)
        .catch(() => null)
      return loaded
    } catch (error) {
      if (signal.aborted) {
        state.set({ phase: 'off', reason: 'user' })
        throw loadCancelled()
      }
      const failure =
        error instanceof AppError ? error : new AppError('MODEL_LOAD_FAILED', 'Loading failed', { cause: error })
      const logTail = client.logTail()
      state.set({ phase: 'failed', model: id, name: model.name, error: toErrorInfo(failure), logTail })
      throw failure
    } finally {
      watchIdle()
    }
  }

  async function unload(reason: OffReason): Promise<void> {
    idle?.cancel()
    cancelLoads()
    await slot.takeOver(async () => {
      const current = ready()
      if (current !== null) {
        state.set({ phase: 'unloading', model: current.model })
        await client.unload()
      }
      loadedWith = null
      if (state.get().phase !== 'failed') state.set({ phase: 'off', reason })
    })
  }

  return {
    state,
    load: (id) =>
      cancellable((cancelled) =>
        slot.run((interrupted) => loadNow(id, AbortSignal.any([cancelled, interrupted])), cancelled),
      ),
    cancelLoad: cancelLoads,
    unload,
    answer: (id, request, hooks, signal) =>
      slot.run(async (interrupted) => {
        const both = AbortSignal.any([signal, interrupted])
        const loaded = await cancellable((cancelled) => loadNow(id, AbortSignal.any([both, cancelled])))
        idle?.cancel()
        const work = createWorkReporter(state, loaded, clock)
        try {
          return await client.generate(request, {
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
        } finally {
          work.idle()
          watchIdle()
        }
      }, signal),
    count: (conversation) =>
      slot.run(async () => (ready() === null ? null : client.count(conversation()))).catch(() => null),
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
    gpus: () => gpus,
    async dispose() {
      idle?.cancel()
      cancelLoads()
      slot.interrupt()
      stopListening()
      await client.dispose()
    },
  }
}

function loadCancelled(): AppError {
  return new AppError('MODEL_NOT_LOADED', 'Loading was cancelled', { data: { cancelled: true } })
}
