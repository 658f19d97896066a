import { expect, test } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import { bytesInMemory } from '../../engine/gguf/byte-source.ts'
import type { ModelFacts } from '../../engine/gguf/model-facts.ts'
import { readModelFacts } from '../../engine/gguf/read-model-facts.ts'
import { estimateMemory } from './estimate-memory.ts'

const withCache = async (kvCache: ModelFacts['kvCache']): Promise<ModelFacts> => ({
  ...(await readModelFacts(bytesInMemory(tinyLlama()))),
  kvCache,
})
const windowed = { bytesPerToken: 1000, windowBytesPerToken: 5000, windowTokens: 1024, stateBytes: 0 }

test('layers with a window take no more for a context that is longer than it', async () => {
  const facts = await withCache(windowed)
  const memory = (tokens: number) => estimateMemory(facts, 1e9, tokens) ?? 0
  expect(memory(32_768) - memory(8192)).toBe(1000 * (32_768 - 8192))
  expect(memory(1024) - memory(512)).toBe((1000 + 5000) * 512)
})

test('the states of recurrent layers count, however long the context is', async () => {
  const bare = await withCache(windowed)
  const facts = await withCache({ ...windowed, stateBytes: 70_000_000 })
  for (const tokens of [256, 65_536])
    expect((estimateMemory(facts, 1e9, tokens) ?? 0) - (estimateMemory(bare, 1e9, tokens) ?? 0)).toBe(70_000_000)
})

test('a header that lacks a number for it gives no estimate', async () => {
  expect(estimateMemory(await withCache(null), 1e9, 4096)).toBeNull()
})
