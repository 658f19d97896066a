import { availableParallelism } from 'node:os'
import { getLlama, LlamaLogLevel, type Llama } from 'node-llama-cpp'
import type { EngineGpu, LoadRequest } from '../engine-protocol.ts'
import type { NativeLog } from './native-log.ts'
import { threadCount, threadsToTry } from './threads.ts'

export type GpuChoice = 'auto' | 'off'

/** The binding's native side: opened once per choice of graphics and kept for as long as the process lives. */
export type Runtime = {
  open(gpu: GpuChoice): Promise<Llama>
  gpus(): Promise<readonly EngineGpu[]>
  versions(): Promise<Readonly<Record<string, string>>>
  dispose(): Promise<void>
}

/** How many threads a model gets on this machine; without its size, the most that one may get. */
export function threadsFor(asked: number | 'auto', llama: Pick<Llama, 'cpuMathCores'>, modelBytes?: number): number {
  return threadCount(asked, llama.cpuMathCores, availableParallelism(), modelBytes)
}

/** With how many threads a model may write, what is known or likely first. A number that was asked for is what it gets. */
export function writingThreads(
  { threads, tuning }: Pick<LoadRequest, 'threads' | 'tuning'>,
  usual: number,
  { gpu }: Pick<Llama, 'gpu'>,
  gpuLayers: number,
): readonly number[] {
  const logical = availableParallelism()
  // With layers on a graphics card the processor has little to do.
  if (threads !== 'auto' || (gpu !== false && gpuLayers > 0)) return [usual]
  const known = tuning?.threads ?? null
  const first = known === null ? [] : [Math.min(known, logical)]
  return [...new Set([...first, ...threadsToTry(usual, logical)])]
}

export function createRuntime(log: NativeLog): Runtime {
  const opened = new Map<GpuChoice, Promise<Llama>>()

  async function start(gpu: GpuChoice): Promise<Llama> {
    return getLlama({
      gpu: gpu === 'off' ? false : 'auto',
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      // The binding's own default is at least four, which on two cores costs seconds per token. Set for real on loading.
      maxThreads: threadCount('auto', availableParallelism(), availableParallelism()),
      logLevel: LlamaLogLevel.warn,
      logger: (level, message) => log.add(level, message),
    })
  }

  async function open(gpu: GpuChoice): Promise<Llama> {
    if (gpu === 'off') {
      // Without graphics both choices are the same thing.
      const auto = await opened.get('auto')?.catch(() => undefined)
      if (auto?.gpu === false) return auto
    }
    const known = opened.get(gpu)
    if (known) return known
    const starting = start(gpu)
    opened.set(gpu, starting)
    starting.catch(() => opened.delete(gpu))
    return starting
  }

  return {
    open,
    async gpus() {
      const llama = await open('auto')
      if (llama.gpu === false) return []
      const names = await llama.getGpuDeviceNames()
      const { total, free } = await llama.getVramState()
      // Memory is known for all devices together; that is also how a model is spread over them.
      return [{ name: names.join(' + '), backend: llama.gpu, totalBytes: total, freeBytes: free }]
    },
    async versions() {
      const llama = await open('auto')
      return { 'llama.cpp': llama.llamaCppRelease.release, node: process.versions.node, system: llama.systemInfo }
    },
    async dispose() {
      const all = await Promise.allSettled(opened.values())
      opened.clear()
      for (const each of all) if (each.status === 'fulfilled') await each.value.dispose()
    },
  }
}
