import { AppError, type ErrorInfo } from '../../contract/errors.ts'
import type { EngineSidePort, FromEngine, GenerateRequest, LoadRequest, ToEngine } from '../engine-protocol.ts'
import { renderGoodTemplate } from './chat-format.ts'
import { countTurns } from './count-turns.ts'
import { generate, type Conversation } from './generate.ts'
import { loadModel, type LoadedModel } from './load-model.ts'
import { mapLoadError, mapRunError } from './map-errors.ts'
import { createMemoryGuard } from './memory-guard.ts'
import { createNativeLog } from './native-log.ts'
import { createOneAtATime } from './one-at-a-time.ts'
import { createRenderWatch } from './render-watch.ts'
import { createRenderer } from './renderer.ts'
import { createRuntime } from './runtime.ts'

export type LlamaEngineDeps = { post: EngineSidePort['post']; writeLog(line: string): void }

/** Progress of loading, at most so often. */
const progressMs = 100

/** Carries out requests, one at a time: loading, unloading and answering exclude each other. */
export function createLlamaEngine({ post, writeLog }: LlamaEngineDeps): (message: ToEngine) => void {
  const log = createNativeLog(writeLog)
  const runtime = createRuntime(log)
  const render = createRenderWatch({
    post,
    now: () => performance.now(),
    guard: createMemoryGuard(),
    renderGood: renderGoodTemplate,
  })
  let loaded: LoadedModel | null = null
  let conversation: Conversation | null = null

  const failed = (id: number, error: ErrorInfo): FromEngine => ({ type: 'failed', id, error })
  const exclusive = createOneAtATime(post, (id, error) => failed(id, mapRunError(error)))

  /** Runs a request that needs no exclusion; its failure is an answer. */
  function answering(id: number, run: () => Promise<FromEngine>): void {
    void run()
      .catch((error: unknown) => failed(id, mapRunError(error)))
      .then(post)
  }

  async function unload(): Promise<void> {
    const old = loaded
    loaded = null
    conversation = null
    render.relax()
    await old?.dispose()
  }

  async function load(request: LoadRequest, signal: AbortSignal): Promise<FromEngine> {
    const { id } = request
    log.clear()
    let lastAt = -Infinity
    const onProgress = (share: number): void => {
      const now = performance.now()
      if (now - lastAt < progressMs) return
      lastAt = now
      post({ type: 'loadProgress', id, share })
    }
    try {
      await unload()
      loaded = await loadModel(request, { runtime, log, onProgress, render, signal })
      const renderer = createRenderer(loaded.model, loaded.wrapper, loaded.info.contextSize)
      conversation = { renderer, speed: { tokensPerSecond: request.tuning?.readTokensPerSecond ?? null }, start: null }
      return { type: 'loaded', id, info: loaded.info }
    } catch (error) {
      return signal.aborted ? { type: 'cancelled', id } : failed(id, mapLoadError(error, log.lines()))
    }
  }

  async function answer(request: GenerateRequest, signal: AbortSignal): Promise<FromEngine> {
    if (!loaded || !conversation) return failed(request.id, notLoaded)
    const after = (ms: number, run: () => void): (() => void) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    }
    try {
      return await generate(request, { loaded, conversation, post, now: () => performance.now(), after, signal })
    } catch (error) {
      // Whatever the context holds now, it is not to be trusted.
      if (!(error instanceof AppError)) await loaded.sequence.clearHistory().catch(() => undefined)
      return failed(request.id, mapRunError(error))
    }
  }

  async function count(message: Extract<ToEngine, { type: 'count' }>): Promise<FromEngine> {
    const { id, systemPrompt, turns } = message
    if (!conversation) return failed(id, notLoaded)
    const { renderer } = conversation
    const counted = await countTurns(renderer, systemPrompt, turns)
    return { type: 'counted', id, ...counted, contextSize: renderer.contextSize }
  }

  return (message) => {
    switch (message.type) {
      case 'load':
        return exclusive.run(message.id, (signal) => load(message, signal))
      case 'unload':
        return exclusive.run(message.id, async () => {
          await unload()
          return { type: 'unloaded', id: message.id }
        })
      case 'generate':
        return exclusive.run(message.id, (signal) => answer(message, signal))
      case 'cancel':
        return exclusive.cancel(message.id)
      case 'count':
        return answering(message.id, () => count(message))
      case 'probe':
        return answering(message.id, async () => {
          const [gpus, versions] = [await runtime.gpus(), await runtime.versions()]
          return { type: 'probed', id: message.id, gpus, versions }
        })
      case 'memory':
        return post({ type: 'memory', id: message.id, residentBytes: process.memoryUsage.rss() })
      default:
        return undefined
    }
  }
}

const notLoaded: ErrorInfo = { code: 'MODEL_NOT_LOADED', message: 'No model is loaded' }
