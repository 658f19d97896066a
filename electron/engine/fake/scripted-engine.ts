import { basename } from 'node:path'
import type { ErrorCode } from '../../contract/errors.ts'
import { engineProtocolVersion, usualContext, type LoadRequest, type ToEngine } from '../engine-protocol.ts'
import { answer, type Loaded } from './answer.ts'
import { systemTokens, turnTokens } from './prompt.ts'
import type { FakeHost } from './fake-host.ts'
import { createPause } from './timing.ts'

const versions = { engine: 'fake', 'llama.cpp': 'none' }
const residentBytes = 96 * 1024 * 1024

/** File names that contain these words fail so. */
const badFiles: readonly (readonly [string, ErrorCode, string])[] = [
  ['oom', 'ENGINE_OUT_OF_MEMORY', 'The model needs more memory than there is'],
  ['truncated', 'MODEL_TRUNCATED', 'The file ends early'],
  ['unknown-arch', 'MODEL_UNKNOWN_ARCHITECTURE', "unknown model architecture: 'nonesuch'"],
  ['no-template', 'MODEL_NO_TEMPLATE', 'The file has no chat template'],
  ['load-failed', 'MODEL_LOAD_FAILED', 'error loading model: missing tensor'],
]

/**
 * An engine without a model: it speaks the whole protocol, counts words as tokens, and does what the last message and
 * the file's name tell it to (`script.ts`, `badFiles`, `crash-on-load`, `hang-on-load`, `stall-on-load`, `template-hangs`,
 * `crash-on-unload`, `slow-load`, `gpu-fallback`).
 * Returns a function that ends it.
 */
export function serveScriptedEngine(deps: FakeHost): () => void {
  const { port, timers, speed } = deps
  const pause = createPause(timers)
  let loaded: Loaded | null = null
  let running: { id: number; controller: AbortController } | null = null
  const heartbeat = timers.every(1000, () => port.post({ type: 'heartbeat' }))

  function fail(id: number, code: ErrorCode, message: string, data?: Record<string, string | number>): void {
    port.post({ type: 'failed', id, error: { code, message, ...(data && { data }) } })
  }

  async function exclusively(id: number, run: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (running) return fail(id, 'ENGINE_BUSY', 'Another request is under way')
    const controller = new AbortController()
    running = { id, controller }
    try {
      await run(controller.signal)
    } finally {
      running = null
    }
  }

  async function load(request: LoadRequest, signal: AbortSignal): Promise<void> {
    const { id } = request
    const name = basename(request.file)
    loaded = null
    const steps = 20
    const stepMs = (name.includes('slow-load') ? 5000 : speed.loadMs) / steps
    for (let step = 1; step <= steps; step++) {
      if (!(await pause(stepMs, signal))) return port.post({ type: 'cancelled', id })
      port.post({ type: 'loadProgress', id, share: step / steps })
      if (step !== steps / 2) continue
      if (name.includes('crash-on-load')) return deps.end(134, 'GGML_ASSERT(hparams.n_head > 0) failed\n')
      if (name.includes('hang-on-load')) return deps.hang()
      if (name.includes('stall-on-load')) return new Promise(() => undefined)
      if (name.includes('template-hangs')) {
        port.post({ type: 'rendering', calibrationMs: 0 })
        return deps.hang()
      }
      const bad = badFiles.find(([word]) => name.includes(word))
      if (bad) return fail(id, bad[1], bad[2])
    }
    const contextSize = request.contextSize === 'auto' ? usualContext : request.contextSize
    loaded = { contextSize, held: [], start: null, crashOnUnload: name.includes('crash-on-unload') }
    port.post({
      type: 'loaded',
      id,
      info: {
        contextSize,
        trainContextSize: 32_768,
        threads: request.threads === 'auto' ? 2 : request.threads,
        gpu: null,
        gpuLayers: 0,
        gpuFallback: name.includes('gpu-fallback') ? 'The graphics driver did not answer' : null,
        template: 'scripted',
      },
    })
  }

  function handle(message: ToEngine): void {
    switch (message.type) {
      case 'hello':
        return port.post({ type: 'ready', protocol: engineProtocolVersion, engine: 'fake', versions })
      case 'load':
        return void exclusively(message.id, (signal) => load(message, signal))
      case 'unload':
        if (running) return fail(message.id, 'ENGINE_BUSY', 'Another request is under way')
        if (loaded?.crashOnUnload) return deps.end(134, 'ggml_backend_buffer_free: GGML_ASSERT failed\n')
        loaded = null
        return port.post({ type: 'unloaded', id: message.id })
      case 'generate':
        if (!loaded) return fail(message.id, 'MODEL_NOT_LOADED', 'No model is loaded')
        return void exclusively(message.id, (signal) =>
          loaded ? answer(deps, message, loaded, signal) : Promise.resolve(),
        )
      case 'cancel':
        if (running?.id === message.id) running.controller.abort()
        return undefined
      case 'count':
        if (!loaded) return fail(message.id, 'MODEL_NOT_LOADED', 'No model is loaded')
        return port.post({
          type: 'counted',
          id: message.id,
          system: systemTokens(message.systemPrompt).length,
          turns: message.turns.map((turn) => turnTokens(turn).length),
          contextSize: loaded.contextSize,
        })
      case 'probe':
        return port.post({ type: 'probed', id: message.id, gpus: [], versions })
      case 'memory':
        return port.post({ type: 'memory', id: message.id, residentBytes })
      default:
        return undefined
    }
  }

  const stop = port.onMessage(handle)
  return () => {
    heartbeat.cancel()
    running?.controller.abort()
    stop()
  }
}
