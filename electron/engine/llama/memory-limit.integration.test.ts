import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import { canLimitMemory, limitMemory } from '../test-support/limit-memory.ts'
import { startRealEngine, type RealEngine } from './test-support/real-engine.ts'

const mib = 2 ** 20

let engine: RealEngine
let good: string
beforeEach(async () => {
  engine = await startRealEngine()
  good = await engine.write('good.gguf', tinyLlama({ contextLength: 8192 }))
  await engine.client.probe()
})
afterEach(() => engine.close())

const limit = (moreBytes: number | null): void => limitMemory(engine.pids.at(-1) ?? 0, moreBytes)

describe.runIf(canLimitMemory)('memory that ends', () => {
  test('G9 G17 while a model is loaded: it is told, the process lives, and a smaller context loads', async () => {
    const wide = await engine.write('wide.gguf', tinyLlama({ layers: 100, contextLength: 131_072 }))
    limit(400 * mib)
    // 100 layers take 12,800 bytes for each token: 800 MiB.
    await expect(engine.load(wide, 65_536)).rejects.toMatchObject({ code: 'ENGINE_OUT_OF_MEMORY' })
    expect(engine.client.logTail()).toContain('insufficient memory')
    expect(await engine.load(wide, 1024)).toMatchObject({ contextSize: 1024 })
    expect((await engine.ask('Hello')).reason).toBe('length')
    expect(engine.ends).toEqual([])
  })

  test('G9 while an answer is prepared: the process ends for it, which is told, and the next one answers', async () => {
    await engine.load(good)
    limit(-500 * mib)
    await expect(engine.ask('x'.repeat(30_000_000))).rejects.toMatchObject({
      code: 'ENGINE_OUT_OF_MEMORY',
      data: { reason: 'memory' },
    })
    await engine.load(good)
    expect((await engine.ask('Hello')).reason).toBe('length')
    expect(engine.pids).toHaveLength(2)
  })
})
