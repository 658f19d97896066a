import { availableParallelism } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import type { Tuning } from '../engine-protocol.ts'
import { startRealEngine, type RealEngine } from './test-support/real-engine.ts'

let engine: RealEngine
let file: string

beforeAll(async () => {
  engine = await startRealEngine()
  file = await engine.write('tiny.gguf', tinyLlama({ contextLength: 8192 }))
})
afterAll(() => engine.close())

const load = (threads: number | 'auto', tuning?: Tuning) =>
  engine.client.load({ file, gpu: 'off', contextSize: 2048, threads, ...(tuning && { tuning }) })
const long = 'x'.repeat(1500)

test('a long answer finds out with how many threads the model writes fastest here, and how fast it reads', async () => {
  await load('auto')
  const { tuning } = await engine.ask(long, { maxTokens: 200 })
  expect(tuning?.threads).toBeGreaterThanOrEqual(1)
  expect(tuning?.threads).toBeLessThanOrEqual(availableParallelism())
  expect(tuning?.readTokensPerSecond).toBeGreaterThan(0)
})

test('what is known is used from the first token on, and the answer is the same', async () => {
  await load('auto')
  const before = await engine.ask(long, { maxTokens: 40 })
  const info = await load('auto', { threads: 1, readTokensPerSecond: 2000 })
  expect(info.threads).toBe(1)
  const steps: number[] = []
  const after = await engine.ask(long, { maxTokens: 40, onReadProgress: (done) => steps.push(done) })
  expect(after.text).toBe(before.text)
  // Without it the first slice is the smallest.
  expect(steps[0]).toBe(512)
})

test('a number of threads that was asked for is left alone', async () => {
  const info = await load(1, { threads: 2, readTokensPerSecond: null })
  expect(info.threads).toBe(1)
  const { tuning } = await engine.ask('Hello', { maxTokens: 120 })
  expect(tuning?.threads).toBeNull()
})
