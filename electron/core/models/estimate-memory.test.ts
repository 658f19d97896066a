import { expect, test } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import { bytesInMemory } from '../../engine/gguf/byte-source.ts'
import type { ModelFacts } from '../../engine/gguf/model-facts.ts'
import { readModelFacts } from '../../engine/gguf/read-model-facts.ts'
import { memoryNeed } from './estimate-memory.ts'

const withCache = async (kvCache: ModelFacts['kvCache']): Promise<ModelFacts> => ({
  ...(await readModelFacts(bytesInMemory(tinyLlama()))),
  kvCache,
})
const at = (facts: ModelFacts, tokens: number) => memoryNeed(facts, 1e9, tokens)?.bytesAt(tokens) ?? 0
const windowed = { bytesPerToken: 1000, windowBytesPerToken: 5000, windowTokens: 1024, stateBytes: 0 }

test('layers with a window take no more for a context that is longer than it', async () => {
  const facts = await withCache(windowed)
  const memory = (tokens: number) => at(facts, tokens)
  expect(memory(32_768) - memory(8192)).toBe(1000 * (32_768 - 8192))
  expect(memory(1024) - memory(512)).toBe((1000 + 5000) * 512)
})

test('the states of recurrent layers count, however long the context is', async () => {
  const bare = await withCache(windowed)
  const facts = await withCache({ ...windowed, stateBytes: 70_000_000 })
  for (const tokens of [256, 65_536]) expect(at(facts, tokens) - at(bare, tokens)).toBe(70_000_000)
})

test('a header that lacks a number for it gives no estimate', async () => {
  expect(memoryNeed(await withCache(null), 1e9, 4096)).toBeNull()
})

test('the automatic context is that of the model, and 8,192 tokens at most', async () => {
  const facts = await withCache(windowed)
  const context = (contextLength: number | null, asked: number | 'auto' = 'auto') =>
    memoryNeed({ ...facts, contextLength }, 1e9, asked)?.contextSize
  expect([context(2048), context(131_072), context(null), context(2048, 4096)]).toEqual([2048, 8192, 8192, 4096])
})
