import { AppError, toErrorInfo } from '../../contract/errors.ts'
import type { EngineState, LoadedModel } from '../../contract/engine.ts'
import type { ModelId } from '../../contract/ids.ts'
import type { Settings } from '../../contract/settings.ts'
import type { EngineClient } from '../../engine/engine-client.ts'
import type { EngineGpu, Tuning } from '../../engine/engine-protocol.ts'
import type { MemoryNeed } from '../memory-need.ts'
import type { Clock, Log, MemoryLeft } from '../ports.ts'
import { createTimeLeft } from '../time-left.ts'
import type { Topic } from '../topic.ts'
import type { TuningStore } from './tuning-store.ts'
import { fitsAsItIs, overMemory } from './memory-guard.ts'
import { untilAborted } from './until-aborted.ts'

/** A model file that may be loaded: its header was read and found good. */
export type UsableModel = {
  id: ModelId
  name: string
  file: string
  quantisation: string | null
  /** Null: nobody knows, and then it is loaded without asking. */
  memory: MemoryNeed | null
}

/** What came of models, remembered by those who know them. */
export type ModelHealth = {
  /** A request for this model failed so. True: it will not be loaded any more, so that the engine is not to blame. */
  failed(model: ModelId, error: AppError): boolean
  answered(model: ModelId): void
}

export type ModelLoaderDeps = {
  client: EngineClient
  state: Topic<EngineState>
  /** Throws the reason why a model can't be used. */
  resolveModel(id: ModelId): Promise<UsableModel>
  memoryLeft(): MemoryLeft
  settings(): Settings
  tuning: Pick<TuningStore, 'get' | 'set'>
  /** A request for this model failed. */
  onFailed(model: ModelId, error: AppError): void
  clock: Clock
  log: Log
}

/** `anyway`: this once also when it seems to need more memory than is left. */
export type LoadOptions = { anyway?: boolean | undefined }

/** Brings models into the engine, one at a time: whoever calls it has the slot. */
export type ModelLoader = {
  /** Loads unless it is loaded already as the settings want it. */
  load(id: ModelId, options: LoadOptions, signal: AbortSignal): Promise<LoadedModel>
  ready(): LoadedModel | null
  /** An answer has shown how fast the model is here. */
  learn(id: ModelId, found: Tuning): void
  /** The engine has no model any more. */
  lost(): void
  /** Null until the engine has looked. */
  gpus(): readonly EngineGpu[] | null
}

export function createModelLoader(deps: ModelLoaderDeps): ModelLoader {
  const { client, state, settings, clock, log } = deps
  let loadedWith: { options: string; memory: MemoryNeed | null } | null = null
  let gpus: readonly EngineGpu[] | null = null

  const ready = (): LoadedModel | null => {
    const now = state.get()
    return now.phase === 'ready' ? now.loaded : null
  }
  const loadOptions = () => {
    const { threads, gpu, contextSize } = settings()
    return { threads, gpu, contextSize }
  }

  async function lookForGpus(): Promise<void> {
    const found = await client.probe().catch(() => null)
    gpus = found?.gpus ?? gpus
  }

  /** Before anything is unloaded: what is loaded stays when the other one is refused. */
  async function checkMemory({ name, memory }: UsableModel, signal: AbortSignal): Promise<void> {
    if (memory === null || fitsAsItIs(memory, deps.memoryLeft())) return
    const engineBytes = await untilAborted(
      client.memory().catch(() => 0),
      signal,
    )
    const graphics = settings().gpu !== 'off'
    // It may have looked before something else came to lie there.
    if (graphics) await untilAborted(lookForGpus(), signal)
    // Nobody knows what a card would hold, so nothing is refused.
    if (graphics && gpus === null) return
    const current = ready()
    const model = current && {
      name: current.name,
      gpuLayers: current.gpuLayers,
      fileBytes: loadedWith?.memory?.fileBytes ?? 0,
    }
    const refusal = overMemory({
      need: memory,
      left: deps.memoryLeft(),
      held: { engineBytes, model },
      gpus: graphics ? (gpus ?? []) : [],
    })
    if (refusal === null) return
    log.warn('engine.over-memory', { ...refusal.data, model: name })
    throw refusal
  }

  function showFailed(model: UsableModel, error: AppError, logTail: string): void {
    state.set({ phase: 'failed', model: model.id, name: model.name, error: toErrorInfo(error), logTail })
  }

  async function loadNow(model: UsableModel, signal: AbortSignal): Promise<LoadedModel> {
    const { id, name, quantisation } = model
    const options = loadOptions()
    const start = clock.monotonic()
    const timeLeft = createTimeLeft(clock)
    state.set({ phase: 'loading', model: id, name, share: 0, msLeft: null })
    loadedWith = null
    const info = await client.load(
      { file: model.file, ...options, tuning: deps.tuning.get(id) },
      {
        signal,
        onProgress: (share) => state.set({ phase: 'loading', model: id, name, share, msLeft: timeLeft.at(share) }),
      },
    )
    const { template: _, ...facts } = info
    const loadMs = Math.round(clock.monotonic() - start)
    const loaded: LoadedModel = { model: id, name, quantisation, ...facts, loadMs }
    loadedWith = { options: JSON.stringify(options), memory: model.memory }
    state.set({ phase: 'ready', loaded, work: { kind: 'idle' } })
    const { gpu, threads, contextSize } = info
    log.info('engine.loaded', { model: id, loadMs, gpu, threads, contextSize })
    if (gpus === null) await lookForGpus()
    return loaded
  }

  return {
    ready,
    learn(id, found) {
      const known = deps.tuning.get(id)
      if (tellsNothingNew(known, found)) return
      const { threads, readTokensPerSecond } = found
      deps.tuning.set(id, {
        threads: threads ?? known.threads,
        readTokensPerSecond: readTokensPerSecond ?? known.readTokensPerSecond,
      })
      log.info('engine.tuned', { model: id, threads, readTokensPerSecond })
      const now = state.get()
      if (threads === null || now.phase !== 'ready' || now.loaded.model !== id) return
      state.set({ ...now, loaded: { ...now.loaded, threads } })
    },
    lost: () => void (loadedWith = null),
    gpus: () => gpus,
    async load(id, { anyway = false }, signal) {
      const current = ready()
      if (current?.model === id && loadedWith?.options === JSON.stringify(loadOptions())) return current
      const model = await untilAborted(deps.resolveModel(id), signal)
      try {
        if (!anyway) await checkMemory(model, signal)
      } catch (error) {
        if (error instanceof AppError && !signal.aborted && ready() === null) showFailed(model, error, '')
        throw error
      }
      try {
        return await loadNow(model, signal)
      } catch (error) {
        if (signal.aborted) {
          state.set({ phase: 'off', reason: 'user' })
          throw loadCancelled()
        }
        const failure =
          error instanceof AppError ? error : new AppError('MODEL_LOAD_FAILED', 'Loading failed', { cause: error })
        showFailed(model, failure, client.logTail())
        deps.onFailed(id, failure)
        throw failure
      }
    },
  }
}

export function loadCancelled(): AppError {
  return new AppError('MODEL_NOT_LOADED', 'Loading was cancelled', { data: { cancelled: true } })
}

/** Speed varies from answer to answer; what is within a fifth of what is known is not worth writing down. */
function tellsNothingNew(known: Tuning, found: Tuning): boolean {
  const [before, now] = [known.readTokensPerSecond, found.readTokensPerSecond]
  const sameSpeed = now === null || (before !== null && Math.abs(now / before - 1) < 0.2)
  return sameSpeed && (found.threads === null || found.threads === known.threads)
}
