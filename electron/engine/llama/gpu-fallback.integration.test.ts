import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Llama } from 'node-llama-cpp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import type { LoadRequest } from '../engine-protocol.ts'
import { loadModel } from './load-model.ts'
import { createNativeLog } from './native-log.ts'
import { createRuntime, type GpuChoice } from './runtime.ts'

const log = createNativeLog(() => undefined)
const real = createRuntime(log)
const render = { run: <T>(each: () => T): T => each(), prepare: () => undefined, relax: () => undefined }
let folder: string
let request: LoadRequest

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ingle-fallback-'))
  const file = join(folder, 'tiny.gguf')
  await writeFile(file, tinyLlama())
  request = { type: 'load', id: 1, file, gpu: 'auto', contextSize: 'auto', threads: 1 }
})

afterAll(async () => {
  await real.dispose()
  await rm(folder, { recursive: true, force: true })
})

/** Graphics that are found and then fail when a model is loaded. */
function brokenGraphics(failure: Error, said: string) {
  const asked: GpuChoice[] = []
  return {
    asked,
    async open(gpu: GpuChoice): Promise<Llama> {
      asked.push(gpu)
      if (gpu === 'off') return real.open('off')
      const broken: Pick<Llama, 'gpu' | 'cpuMathCores' | 'loadModel' | 'maxThreads'> = {
        gpu: 'cuda',
        cpuMathCores: 2,
        maxThreads: 2,
        loadModel() {
          log.add('error', said)
          return Promise.reject(failure)
        },
      }
      return broken as Llama
    },
  }
}

const load = (runtime: ReturnType<typeof brokenGraphics>, signal = new AbortController().signal) =>
  loadModel(request, { runtime, log, onProgress: () => undefined, render, signal })

describe('graphics that fail', () => {
  test('G23 give way to the processor, and it is said why', async () => {
    log.clear()
    const graphics = brokenGraphics(new Error('Failed to load model'), 'cudaMalloc failed: out of memory')
    const loaded = await load(graphics)
    expect(graphics.asked).toEqual(['auto', 'off'])
    expect(loaded.info).toMatchObject({ gpu: null, gpuLayers: 0, gpuFallback: 'cudaMalloc failed' })
    expect(log.lines()).not.toContain('cudaMalloc failed: out of memory')
    await loaded.dispose()
  })

  test('are not blamed for a bad file', async () => {
    log.clear()
    const graphics = brokenGraphics(new Error('Failed to load model'), "unknown model architecture: 'nonesuch'")
    await expect(load(graphics)).rejects.toThrow('Failed to load model')
    expect(graphics.asked).toEqual(['auto'])
  })

  test('are not tried again for somebody who has cancelled', async () => {
    log.clear()
    const graphics = brokenGraphics(new Error('Failed to load model'), 'cudaMalloc failed: out of memory')
    await expect(load(graphics, AbortSignal.abort(new Error('enough')))).rejects.toThrow('Failed to load model')
    expect(graphics.asked).toEqual(['auto'])
  })
})
