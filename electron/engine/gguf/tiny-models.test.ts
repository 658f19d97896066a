import { expect, test } from 'vitest'
import {
  chatMlFormat,
  deepSeekFormat,
  gemmaFormat,
  llama2Format,
  llama3Format,
  phi3Format,
} from '../../../e2e/support/gguf/chat-formats.ts'
import { tinyModels } from '../../../e2e/support/gguf/tiny-models.ts'
import type { TinyModelName } from '../../../e2e/support/gguf/tiny-models.ts'
import { bytesInMemory } from './byte-source.ts'
import { checkTextModel, requireTemplate } from './check-text-model.ts'
import type { ModelFacts } from './model-facts.ts'
import { readModelFacts } from './read-model-facts.ts'

const plain = { experts: { count: 0, used: 0 }, embeddingLength: 64, licence: null, split: null, abortCause: null }
const full = (layers: number): ModelFacts['attention'] => ({
  fullLayers: layers,
  windowLayers: 0,
  windowTokens: null,
  recurrentLayers: 0,
  latent: false,
})
const grows = (bytesPerToken: number): ModelFacts['kvCache'] => ({
  bytesPerToken,
  windowBytesPerToken: 0,
  windowTokens: 0,
  stateBytes: 0,
})
const heads = (headCount: number, headCountKv: number, keyLength: number, valueLength = keyLength) => ({
  headCount,
  headCountKv,
  keyLength,
  valueLength,
})

/** By hand, from what each model was written as; all but the sizes. */
const written: Record<Exclude<TinyModelName, 'bert'>, Partial<ModelFacts>> = {
  'llama-3': {
    name: 'Tiny Llama 3',
    architecture: 'llama',
    quantisation: 'Q8_0',
    contextLength: 2048,
    layers: 2,
    ...heads(4, 2, 16),
    attention: full(2),
    // 2 layers × 2 heads × (16 + 16) × 2 bytes
    kvCache: grows(256),
    vocabularySize: 277,
    tokenizerModel: 'gpt2',
    chatTemplate: llama3Format.template,
  },
  'llama-2': {
    name: 'Tiny Llama 2',
    architecture: 'llama',
    quantisation: 'F16',
    contextLength: 1024,
    layers: 3,
    ...heads(4, 4, 16),
    attention: full(3),
    // 3 × 4 × (16 + 16) × 2
    kvCache: grows(768),
    vocabularySize: 370,
    tokenizerModel: 'llama',
    chatTemplate: llama2Format.template,
  },
  yi: {
    name: 'Tiny Yi',
    architecture: 'llama',
    quantisation: 'F32',
    contextLength: 4096,
    layers: 2,
    ...heads(4, 1, 16),
    attention: full(2),
    // 2 × 1 × (16 + 16) × 2
    kvCache: grows(128),
    vocabularySize: 373,
    tokenizerModel: 'llama',
    chatTemplate: chatMlFormat.template,
  },
  qwen2: {
    architecture: 'qwen2',
    quantisation: 'F32',
    contextLength: 2048,
    layers: 4,
    ...heads(4, 2, 16),
    attention: full(4),
    // 4 × 2 × (16 + 16) × 2
    kvCache: grows(512),
    tokenizerModel: 'gpt2',
    chatTemplate: chatMlFormat.template,
  },
  qwen3: {
    architecture: 'qwen3',
    quantisation: 'F16',
    layers: 2,
    ...heads(4, 2, 32),
    attention: full(2),
    // 2 × 2 × (32 + 32) × 2: the file's own head length, not 64 / 4
    kvCache: grows(512),
    tokenizerModel: 'gpt2',
  },
  qwen3moe: {
    architecture: 'qwen3moe',
    quantisation: 'Q8_0',
    layers: 2,
    ...heads(4, 1, 32),
    experts: { count: 8, used: 2 },
    attention: full(2),
    // 2 × 1 × (32 + 32) × 2: experts keep nothing
    kvCache: grows(256),
    tokenizerModel: 'gpt2',
  },
  deepseek2: {
    architecture: 'deepseek2',
    quantisation: 'F32',
    layers: 3,
    ...heads(4, 1, 56, 40),
    experts: { count: 4, used: 2 },
    attention: { fullLayers: 3, windowLayers: 0, windowTokens: null, recurrentLayers: 0, latent: true },
    // 3 × (40 compressed + 16 rotated) × 2, and no values
    kvCache: grows(336),
    tokenizerModel: 'gpt2',
    chatTemplate: deepSeekFormat.template,
  },
  phi3: {
    architecture: 'phi3',
    quantisation: 'F32',
    contextLength: 4096,
    layers: 2,
    ...heads(4, 4, 16),
    // Its header names a window that llama.cpp does not use.
    attention: full(2),
    // 2 × 4 × (16 + 16) × 2
    kvCache: grows(512),
    tokenizerModel: 'llama',
    chatTemplate: phi3Format.template,
  },
  gemma3: {
    architecture: 'gemma3',
    quantisation: 'F32',
    contextLength: 8192,
    layers: 7,
    ...heads(2, 1, 48),
    attention: { fullLayers: 1, windowLayers: 6, windowTokens: 512, recurrentLayers: 0, latent: false },
    // A layer: 1 × (48 + 48) × 2
    kvCache: { bytesPerToken: 192, windowBytesPerToken: 6 * 192, windowTokens: 512, stateBytes: 0 },
    kvBytesPerToken: 7 * 192,
    tokenizerModel: 'llama',
    chatTemplate: gemmaFormat.template,
  },
  mamba: {
    architecture: 'mamba',
    quantisation: 'F32',
    contextLength: 4096,
    layers: 2,
    headCount: 0,
    headCountKv: 0,
    keyLength: null,
    valueLength: null,
    attention: { fullLayers: 0, windowLayers: 0, windowTokens: null, recurrentLayers: 2, latent: false },
    // 2 layers × (3 columns × 128 of the convolution + 16 × 128 of the state) × 4 bytes
    kvCache: { bytesPerToken: 0, windowBytesPerToken: 0, windowTokens: 0, stateBytes: 19_456 },
    tokenizerModel: 'gpt2',
  },
  lfm2: {
    architecture: 'lfm2',
    layers: 4,
    ...heads(4, 2, 16),
    attention: { fullLayers: 1, windowLayers: 0, windowTokens: null, recurrentLayers: 3, latent: false },
    // One layer of 2 × (16 + 16) × 2; three of 2 columns × 64 × 4 bytes
    kvCache: { bytesPerToken: 128, windowBytesPerToken: 0, windowTokens: 0, stateBytes: 1536 },
    tokenizerModel: 'gpt2',
  },
  qwen35: {
    architecture: 'qwen35',
    layers: 4,
    ...heads(4, 2, 16),
    attention: { fullLayers: 1, windowLayers: 0, windowTokens: null, recurrentLayers: 3, latent: false },
    // Three layers of (3 columns × (64 + 2 × 2 × 16) + 16 × 64) × 4 bytes
    kvCache: { bytesPerToken: 128, windowBytesPerToken: 0, windowTokens: 0, stateBytes: 16_896 },
    tokenizerModel: 'gpt2',
  },
}

const factsOf = (name: TinyModelName): Promise<ModelFacts> => readModelFacts(bytesInMemory(tinyModels[name]()))

test.each(Object.keys(written) as (keyof typeof written)[])('%s is described as it was written', async (name) => {
  const facts = await factsOf(name)
  expect(facts).toMatchObject({ ...plain, ...written[name] })
  expect(checkTextModel(facts)).toBeNull()
  expect(requireTemplate(facts)).toBeNull()
})

test('an embedding model is refused as such', async () => {
  const facts = await factsOf('bert')
  expect(facts).toMatchObject({
    architecture: 'bert',
    kind: 'embedding',
    layers: 2,
    contextLength: 128,
    headCount: 4,
    vocabularySize: 57,
    tokenizerModel: 'bert',
    hasChatTemplate: false,
    attention: null,
    kvCache: null,
    kvBytesPerToken: null,
  })
  expect(checkTextModel(facts)).toMatchObject({
    code: 'MODEL_NOT_TEXT',
    data: { kind: 'embedding', architecture: 'bert' },
  })
})

test('each tiny model is small and the same bytes each time', () => {
  for (const write of Object.values(tinyModels)) {
    const bytes = write()
    expect(bytes.length).toBeLessThan(2_000_000)
    expect(Buffer.from(write()).equals(bytes)).toBe(true)
  }
})
