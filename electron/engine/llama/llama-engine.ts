import { AppError, type ErrorInfo } from '../../contract/errors.ts'
import type { EngineSidePort, GenerateRequest, LoadRequest, ToEngine } from '../engine-protocol.ts'
import { countTurns } from './count-turns.ts'
import { generate, type Conversation } from './generate.ts'
import { loadModel, type LoadedModel } from './load-model.ts'
import { mapLoadError, mapRunError } from './map-errors.ts'
import { createNativeLog } from './native-log.ts'
import { createRenderer } from './renderer.ts'
import { createRuntime } from './runtime.ts'

export type LlamaEngineDeps = { post: EngineSidePort['post']; writeLog(line: string): void }

/** Progress of loading, at most so often. */
const progressMs = 100

/** Carries out requests, one at a time: loading, unloading and answering exclude each other. */
export function createLlamaEngine({ post, writeLog }: LlamaEngineDeps): (message: ToEngine) => void {
  const log = createNativeLog(writeLog)
  const runtime = createRuntime(log)
  let loaded: LoadedModel | null = null
  let conversation: Conversation | null = null
  let running: { id: number; controller: AbortController } | null = null

  const fail = (id: number, error: ErrorInfo): void => post({ type: 'failed', id, error })

  function exclusively(id: number, run: (signal: AbortSignal) => Promise<void>): void {
    if (running) return fail(id, { code: 'ENGINE_BUSY', message: 'Another request is under way' })
    const controller = new AbortController()
    running = { id, controller }
    void run(controller.signal).finally(() => (running = null))
  }

  /** Runs a request that needs no exclusion; its failure is an answer. */
  function answering(id: number, run: () => Promise<void>): void {
    run().catch((error: unknown) => fail(id, mapRunError(error)))
  }

  async function unload(): Promise<void> {
    const old = loaded
    loaded = null
    conversation = null
    await old?.dispose()
  }

  async function load(request: LoadRequest, signal: AbortSignal): Promise<void> {
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
      loaded = await loadModel(request, { runtime, log, onProgress, signal })
      const renderer = createRenderer(loaded.model, loaded.wrapper, loaded.info.contextSize)
      conversation = { renderer, speed: { tokensPerMs: null }, start: null }
      post({ type: 'loaded', id, info: loaded.info })
    } catch (error) {
      if (signal.aborted) post({ type: 'cancelled', id })
      else fail(id, mapLoadError(error, log.lines()))
    }
  }

  async function answer(request: GenerateRequest, signal: AbortSignal): Promise<void> {
    if (!loaded || !conversation) return fail(request.id, notLoaded)
    const after = (ms: number, run: () => void): (() => void) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    }
    try {
      await generate(request, { loaded, conversation, post, now: () => performance.now(), after, signal })
    } catch (error) {
      fail(request.id, mapRunError(error))
      // Whatever the context holds now, it is not to be trusted.
      if (!(error instanceof AppError)) await loaded.sequence.clearHistory().catch(() => undefined)
    }
  }

  async function count(message: Extract<ToEngine, { type: 'count' }>): Promise<void> {
    const { id, systemPrompt, turns } = message
    if (!conversation) return fail(id, notLoaded)
    const { renderer } = conversation
    const counted = await countTurns(renderer, systemPrompt, turns)
    post({ type: 'counted', id, ...counted, contextSize: renderer.contextSize })
  }

  return (message) => {
    switch (message.type) {
      case 'load':
        return exclusively(message.id, (signal) => load(message, signal))
      case 'unload':
        return exclusively(message.id, () =>
          unload().then(
            () => post({ type: 'unloaded', id: message.id }),
            (error: unknown) => fail(message.id, mapRunError(error)),
          ),
        )
      case 'generate':
        return exclusively(message.id, (signal) => answer(message, signal))
      case 'cancel':
        if (running?.id === message.id) running.controller.abort()
        return undefined
      case 'count':
        return answering(message.id, () => count(message))
      case 'probe':
        return answering(message.id, async () => {
          const [gpus, versions] = [await runtime.gpus(), await runtime.versions()]
          post({ type: 'probed', id: message.id, gpus, versions })
        })
      case 'memory':
        return post({ type: 'memory', id: message.id, residentBytes: process.memoryUsage.rss() })
      default:
        return undefined
    }
  }
}

const notLoaded: ErrorInfo = { code: 'MODEL_NOT_LOADED', message: 'No model is loaded' }
