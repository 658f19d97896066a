import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import { lives } from '../test-support/lives.ts'
import { engineEntry, greedy, startRealEngine, type RealEngine } from './test-support/real-engine.ts'

let engine: RealEngine
let model: string

beforeAll(async () => {
  engine = await startRealEngine()
  model = await engine.write('tiny.gguf', tinyLlama({ contextLength: 2048 }))
})

afterAll(() => engine.close())

describe('loading', () => {
  test('G17 tells what was set up, with progress on the way', async () => {
    const shares: number[] = []
    const info = await engine.client.load(
      { file: model, gpu: 'auto', contextSize: 'auto', threads: 1 },
      { onProgress: (share) => shares.push(share) },
    )
    expect(info).toEqual({
      contextSize: 2048,
      trainContextSize: 2048,
      threads: 1,
      gpu: info.gpu,
      gpuLayers: info.gpuLayers,
      gpuFallback: null,
      template: 'ChatML',
    })
    expect(shares.length).toBeGreaterThan(0)
    expect(shares.toSorted((a, b) => a - b)).toEqual(shares)
    expect(Math.max(...shares)).toBeLessThanOrEqual(1)
  })

  test('a context of the size that was asked for, and at most 8,192 by itself', async () => {
    expect((await engine.load(model, 512)).contextSize).toBe(512)
    const wide = await engine.write('wide.gguf', tinyLlama({ contextLength: 32_768 }))
    expect(await engine.load(wide)).toMatchObject({ contextSize: 8192, trainContextSize: 32_768 })
  })

  test('unloading frees the model; it can be loaded again', async () => {
    await engine.load(model)
    await engine.client.unload()
    await expect(engine.ask('Hello')).rejects.toMatchObject({ code: 'MODEL_NOT_LOADED' })
    await expect(engine.client.count({ systemPrompt: '', turns: [] })).rejects.toMatchObject({
      code: 'MODEL_NOT_LOADED',
    })
    await engine.load(model)
    expect((await engine.ask('Hello')).stats?.cachedTokens).toBe(0)
    expect(await engine.client.memory()).toBeGreaterThan(50 * 2 ** 20)
  })

  test('G14 a load that is cancelled leaves nothing loaded and the engine well', async () => {
    const big = await engine.write('big.gguf', tinyLlama({ layers: 200, contextLength: 8192 }))
    const controller = new AbortController()
    const load = engine.client.load(
      { file: big, gpu: 'off', contextSize: 'auto', threads: 1 },
      { signal: controller.signal, onProgress: () => controller.abort(new Error('enough')) },
    )
    await expect(load).rejects.toThrow('enough')
    await expect(engine.ask('Hello')).rejects.toMatchObject({ code: 'MODEL_NOT_LOADED' })
    await engine.load(model)
    expect((await engine.ask('Hello')).reason).toBe('length')
  })

  test('what there is of graphics and versions is told', async () => {
    const { gpus, versions } = await engine.client.probe()
    expect(gpus.every((gpu) => gpu.totalBytes > 0 && gpu.name !== '')).toBe(true)
    expect(versions).toMatchObject({ 'llama.cpp': expect.stringMatching(/\d/), node: process.versions.node })
  })
})

describe('a file that is no good', () => {
  const whole = tinyLlama()
  test.each([
    ['truncated', whole.slice(0, whole.length - 100_000), 'MODEL_TRUNCATED'],
    ['of an unknown architecture', tinyLlama({ architecture: 'nonesuch' }), 'MODEL_UNKNOWN_ARCHITECTURE'],
    ['without a chat template', tinyLlama({ template: null }), 'MODEL_NO_TEMPLATE'],
    ['not a GGUF', new TextEncoder().encode('Dear diary, today I wrote a model.'), 'MODEL_NOT_GGUF'],
    ['of a llama without its keys', tinyLlama({ override: { 'llama.block_count': null } }), 'MODEL_LOAD_FAILED'],
  ])('%s is a coded error, and the engine lives', async (name, bytes, code) => {
    const file = await engine.write(`${name}.gguf`, bytes)
    const error = await engine.load(file).catch((each: unknown) => each)
    expect(error).toMatchObject({ code })
    expect(JSON.stringify(error)).not.toContain(engine.folder)
    expect(await engine.client.memory()).toBeGreaterThan(0)
  })

  test('that is not there is a coded error', async () => {
    await expect(engine.load(join(engine.folder, 'none.gguf'))).rejects.toMatchObject({ code: 'MODEL_FILE_MISSING' })
  })

  test('none of them has ended the process, and a good one loads', async () => {
    await engine.load(model)
    expect((await engine.ask('Hello')).reason).toBe('length')
    expect(engine.pids).toHaveLength(1)
    expect(engine.ends).toEqual([])
  })
})

describe('the end of the process', () => {
  test('G1 a model that aborts llama.cpp takes only the engine with it', async () => {
    const deadly = await engine.write('deadly.gguf', tinyLlama({ layers: 0 }))
    await engine.client.probe()
    const before = engine.pids.length
    await expect(engine.load(deadly)).rejects.toMatchObject({ code: 'ENGINE_CRASHED', data: { reason: 'abort' } })
    expect(engine.client.logTail()).toContain('GGML_ASSERT')
    await engine.load(model)
    expect((await engine.ask('Hello')).reason).toBe('length')
    expect(engine.pids).toHaveLength(before + 1)
  })

  test('G2 kill -9 in mid-answer: the text so far is there, the reason is told, the next load works', async () => {
    await engine.load(model)
    let text = ''
    const answer = engine.ask('Tell me a lot', {
      maxTokens: null,
      onChunk(chunk) {
        if (text === '') process.kill(engine.pids.at(-1) ?? 0, 'SIGKILL')
        text += chunk.parts.map((part) => part.text).join('')
      },
    })
    await expect(answer).rejects.toMatchObject({ code: 'ENGINE_KILLED', data: { reason: 'killed', code: 'SIGKILL' } })
    expect(text).not.toBe('')
    await engine.load(model)
    expect((await engine.ask('Hello')).reason).toBe('length')
  })

  test('G18 the engine ends with the app in mid-answer, however the app ended', async () => {
    const script = join(engine.folder, 'app.mts')
    await writeFile(
      script,
      `import { createEngineLauncher } from ${JSON.stringify(join(import.meta.dirname, '../../server/engine-launcher.ts'))}
      const engine = createEngineLauncher({ entry: ${JSON.stringify(engineEntry)}, cwd: ${JSON.stringify(engine.folder)} }).spawn()
      engine.port.onMessage((message) => {
        if (message.type === 'ready') engine.port.post({ type: 'load', id: 1, file: ${JSON.stringify(model)}, gpu: 'off', contextSize: 2048, threads: 1 })
        else if (message.type === 'loaded') engine.port.post({ type: 'generate', id: 2, systemPrompt: '', turns: [{ role: 'user', text: 'x' }], sampling: ${JSON.stringify(greedy)}, maxTokens: null })
        else if (message.type === 'chunk' && message.seq === 1) process.stdout.write(String(engine.pid))
      })
      engine.port.post({ type: 'hello', protocol: 1 })
      setInterval(() => undefined, 1000)`,
    )
    const app = execFile(process.execPath, [script])
    const pid = await new Promise<number>((resolve) => app.stdout?.once('data', (data) => resolve(Number(data))))
    expect(lives(pid)).toBe(true)
    app.kill('SIGKILL')
    await vi.waitFor(() => expect(lives(pid)).toBe(false), { timeout: 5000, interval: 20 })
  })
})
