import { expect, test } from 'vitest'
import { tinyLlama, tinyLlamaSpec } from '../../../e2e/support/gguf/tiny-llama.ts'
import type { TinyLlamaOptions } from '../../../e2e/support/gguf/tiny-llama.ts'
import { chatMl } from '../../../e2e/support/gguf/tiny-tokenizer.ts'
import { list, text, uint32, writeGguf } from '../../../e2e/support/gguf/write-gguf.ts'
import type { GgufValue } from '../../../e2e/support/gguf/write-gguf.ts'
import { bytesInMemory } from './byte-source.ts'
import { checkTextModel, requireTemplate } from './check-text-model.ts'
import type { ModelFacts } from './model-facts.ts'
import { readModelFacts } from './read-model-facts.ts'

const factsOf = (options: TinyLlamaOptions = {}): Promise<ModelFacts> =>
  readModelFacts(bytesInMemory(tinyLlama(options)))
const override = (change: NonNullable<TinyLlamaOptions['override']>): Promise<ModelFacts> =>
  factsOf({ override: change })

test('a model is described by its header', async () => {
  const { tensors } = tinyLlamaSpec()
  const sizeBytes = tensors.reduce((sum, { data }) => sum + data.length, 0)
  expect(await factsOf({ name: 'Anna 3B', contextLength: 2048 })).toEqual({
    name: 'Anna 3B',
    architecture: 'llama',
    kind: 'text',
    parameters: sizeBytes / 4,
    quantisation: 'F32',
    contextLength: 2048,
    layers: 2,
    embeddingLength: 64,
    headCount: 4,
    headCountKv: 2,
    keyLength: 16,
    valueLength: 16,
    experts: { count: 0, used: 0 },
    vocabularySize: 274,
    tokenizerModel: 'gpt2',
    hasChatTemplate: true,
    chatTemplate: chatMl,
    tensorCount: 21,
    sizeBytes,
    // A layer: two norms of 64, 64 × (64 + 32 + 32 + 64) of attention and three matrices of 64 × 128, at 4 bytes
    sizes: {
      layers: Array(2).fill({ bytes: (128 + 64 * 192 + 3 * 64 * 128) * 4, expertBytes: 0 }),
      input: 64 * 274 * 4,
      output: (64 * 274 + 64) * 4,
      other: 0,
    },
    attention: { fullLayers: 2, windowLayers: 0, windowTokens: null, recurrentLayers: 0, latent: false },
    // 2 layers × 2 heads × (16 + 16) × 2 bytes
    kvCache: { bytesPerToken: 256, windowBytesPerToken: 0, windowTokens: 0, stateBytes: 0 },
    kvBytesPerToken: 256,
    licence: 'apache-2.0',
    split: null,
    abortCause: null,
  })
})

test('a sound text model passes', async () => {
  const facts = await factsOf()
  expect(checkTextModel(facts)).toBeNull()
  expect(requireTemplate(facts)).toBeNull()
})

test('a base model without a template passes and is told apart', async () => {
  const facts = await factsOf({ template: null })
  expect(facts).toMatchObject({ hasChatTemplate: false, chatTemplate: null })
  expect(checkTextModel(facts)).toBeNull()
  expect(requireTemplate(facts)).toMatchObject({ code: 'MODEL_NO_TEMPLATE' })
})

test('a blank template is none, an overlong one is there but not handed out', async () => {
  expect(await factsOf({ template: ' \n' })).toMatchObject({ hasChatTemplate: false, chatTemplate: null })
  expect(await factsOf({ template: 'x'.repeat(300_000) })).toMatchObject({ hasChatTemplate: true, chatTemplate: null })
})

test('the quantisation is named by the file type, else by the type that takes most bytes', async () => {
  expect(await override({ 'general.file_type': uint32(15) })).toMatchObject({ quantisation: 'Q4_K_M' })
  expect(await override({ 'general.file_type': uint32(7777) })).toMatchObject({ quantisation: 'F32' })
  const mixed = writeGguf({
    metadata: [['general.architecture', text('llama')]],
    tensors: [
      { name: 'a', dims: [256, 4], type: 12, data: new Uint8Array(144 * 4) },
      { name: 'b', dims: [4], type: 0, data: new Uint8Array(16) },
    ],
  })
  expect(await readModelFacts(bytesInMemory(mixed))).toMatchObject({
    quantisation: 'Q4_K',
    parameters: 1028,
    sizeBytes: 592,
  })
})

test('heads given layer by layer are summed for the cache', async () => {
  const facts = await override({ 'llama.attention.head_count_kv': list('uint32', [2, 0]) })
  expect(facts).toMatchObject({ headCountKv: 2, kvBytesPerToken: 128, abortCause: null })
})

test('latent attention keeps keys alone', async () => {
  const facts = await override({
    'llama.attention.head_count_kv': uint32(1),
    'llama.attention.key_length': uint32(576),
    'llama.attention.value_length': uint32(512),
    'llama.attention.key_length_mla': uint32(192),
    'llama.attention.value_length_mla': uint32(128),
  })
  expect(facts.kvBytesPerToken).toBe(2 * 576 * 2)
})

test('of a hybrid model only every n-th layer fills the cache; of others the key means nothing', async () => {
  const hybrid = { architecture: 'qwen3next', layers: 8, override: { 'qwen3next.full_attention_interval': uint32(2) } }
  expect((await factsOf(hybrid)).kvBytesPerToken).toBe(4 * 2 * 32 * 2)
  const plain = { layers: 8, override: { 'llama.full_attention_interval': uint32(2) } }
  expect((await factsOf(plain)).kvBytesPerToken).toBe(8 * 2 * 32 * 2)
})

test('a recurrent model needs no heads and no cache', async () => {
  const facts = await factsOf({
    architecture: 'mamba',
    override: { 'mamba.attention.head_count': null, 'mamba.attention.head_count_kv': null },
  })
  expect(facts.kvBytesPerToken).toBe(0)
  expect(checkTextModel(facts)).toBeNull()
})

test('a part of a split model knows its place, and only the first can be opened', async () => {
  const first = await override({
    'split.no': { type: 'uint16', value: 0 },
    'split.count': { type: 'uint16', value: 3 },
  })
  expect(first.split).toEqual({ index: 0, count: 3 })
  expect(checkTextModel(first)).toBeNull()
  const second = await override({
    'split.no': { type: 'uint16', value: 1 },
    'split.count': { type: 'uint16', value: 3 },
  })
  expect(checkTextModel(second)).toMatchObject({
    code: 'MODEL_NOT_TEXT',
    data: { kind: 'split-part', index: 1, count: 3 },
  })
  const nonsense = await override({
    'split.no': { type: 'uint16', value: 9 },
    'split.count': { type: 'uint16', value: 3 },
  })
  expect(nonsense.split).toBeNull()
})

test('a name is one line without control or direction characters, and not endless', async () => {
  expect(await factsOf({ name: 'a\u202Eb\n\u0000c ' })).toMatchObject({ name: 'a b c' })
  expect((await factsOf({ name: 'x'.repeat(5000) })).name).toHaveLength(200)
  expect(await factsOf({ name: '\n' })).toMatchObject({ name: null })
})

test('a list of numbers that are not whole is none', async () => {
  const kvHeads = (values: GgufValue): Promise<ModelFacts> => override({ 'llama.attention.head_count_kv': values })
  expect(await kvHeads(list('int16', [2, 1]))).toMatchObject({ headCountKv: 2 })
  // As if the key were not there: as many as heads.
  expect(await kvHeads(list('float32', [2, 1]))).toMatchObject({ headCountKv: 4 })
  expect(await kvHeads(list('uint64', [2, 2n ** 60n]))).toMatchObject({ headCountKv: 4 })
})

test('a number of the wrong type is no number', async () => {
  expect(await override({ 'llama.block_count': text('2') })).toMatchObject({
    layers: null,
    abortCause: 'impossible number of layers',
  })
  expect(await override({ 'llama.block_count': { type: 'float32', value: 2 } })).toMatchObject({ layers: null })
  expect(await override({ 'llama.block_count': { type: 'uint64', value: 2n } })).toMatchObject({
    layers: 2,
    abortCause: null,
  })
})

test('a mixture of experts passes, and one expert counts as none for Hunyuan', async () => {
  const mixture = {
    'llama.expert_count': uint32(8),
    'llama.expert_used_count': uint32(2),
    'llama.expert_group_count': uint32(4),
  }
  expect(await override({ ...mixture, 'llama.expert_group_used_count': uint32(2) })).toMatchObject({
    experts: { count: 8, used: 2 },
    abortCause: null,
  })
  expect(await override(mixture)).toMatchObject({ abortCause: 'impossible number of used expert groups' })
  const dense = await factsOf({
    architecture: 'hunyuan-dense',
    override: { 'hunyuan-dense.expert_used_count': uint32(1) },
  })
  expect(dense.abortCause).toBeNull()
})
