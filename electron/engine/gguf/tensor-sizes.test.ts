import { expect, test } from 'vitest'
import { tinyModels } from '../../../e2e/support/gguf/tiny-models.ts'
import type { TinyModelName } from '../../../e2e/support/gguf/tiny-models.ts'
import { bytesInMemory } from './byte-source.ts'
import type { GgufTensor } from './gguf-header.ts'
import { readModelFacts } from './read-model-facts.ts'
import { tensorSizes } from './tensor-sizes.ts'

const named = (name: string, bytes: number): GgufTensor => ({ name, dims: [bytes], type: 'I8', offset: 0, bytes })

test('each tensor counts for its layer, for the tokens, for the scores, or for the rest', () => {
  const tensors = [
    named('token_embd.weight', 1000),
    named('per_layer_token_embd.weight', 500),
    named('blk.0.attn_q.weight', 10),
    named('blk.0.attn_q.bias', 1),
    named('blk.1.ffn_gate_inp.weight', 2),
    named('blk.1.ffn_gate_exps.weight', 30),
    named('blk.1.ffn_up_chexps.weight', 40),
    named('blk.1.ffn_gate_shexp.weight', 5),
    named('output_norm.weight', 3),
    named('output.weight', 900),
    named('rope_freqs.weight', 7),
    named('enc.blk.0.attn_q.weight', 70),
  ]
  expect(tensorSizes(tensors, 3)).toEqual({
    layers: [
      { bytes: 11, expertBytes: 0 },
      { bytes: 77, expertBytes: 70 },
      { bytes: 0, expertBytes: 0 },
    ],
    input: 1500,
    output: 903,
    other: 77,
  })
})

test.each([
  ['a layer beyond those of the header', 'blk.2.attn_q.weight', 2],
  ['a layer far beyond', 'blk.99999999999.attn_q.weight', 2],
  ['a layer with a zero in front', 'blk.01.attn_q.weight', 2],
  ['a negative layer', 'blk.-1.attn_q.weight', 2],
  ['a header without layers', 'blk.0.attn_q.weight', null],
  ['a header with more layers than there can be', 'blk.0.attn_q.weight', 2 ** 40],
  ['a header with fewer than none', 'blk.0.attn_q.weight', -1],
])('%s is part of the rest', (_, name, layers) => {
  const { other, layers: sizes } = tensorSizes([named(name, 8)], layers)
  expect({ other, inLayers: sizes.reduce((sum, { bytes }) => sum + bytes, 0) }).toEqual({ other: 8, inLayers: 0 })
})

test.each(Object.keys(tinyModels) as TinyModelName[])(
  'no byte of %s is lost, and every layer has some',
  async (name) => {
    const { sizes, sizeBytes, layers } = await readModelFacts(bytesInMemory(tinyModels[name]()))
    const inLayers = sizes.layers.map(({ bytes }) => bytes)
    expect(inLayers).toHaveLength(layers ?? 0)
    expect(Math.min(...inLayers)).toBeGreaterThan(0)
    expect(sizes.input + sizes.output + sizes.other + inLayers.reduce((sum, bytes) => sum + bytes, 0)).toBe(sizeBytes)
  },
)

test('of a mixture the experts count apart, and a dense layer has none', async () => {
  const { sizes } = await readModelFacts(bytesInMemory(tinyModels.deepseek2()))
  // Three matrices of 64 × 32 for each of four experts; the shared one is not among them.
  expect(sizes.layers.map(({ expertBytes }) => expertBytes)).toEqual([0, 3 * 64 * 32 * 4 * 4, 3 * 64 * 32 * 4 * 4])
})
