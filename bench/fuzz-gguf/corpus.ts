import { tinySpecs } from '../../e2e/support/gguf/tiny-models.ts'
import { list, text, uint32 } from '../../e2e/support/gguf/write-gguf.ts'
import type { GgufHeadSpec, GgufPair } from '../../e2e/support/gguf/write-gguf.ts'

/** Long enough to be a vocabulary, short enough that most of a header's numbers are not its. */
const shortList = 5

const shortened = ([key, value]: GgufPair): GgufPair =>
  value.type === 'array' ? [key, { ...value, values: value.values.slice(0, shortList) }] : [key, value]

/** Lengths alone: the weights are never read. */
const withoutData = (spec: GgufHeadSpec): GgufHeadSpec => ({
  ...spec,
  tensors: spec.tensors.map((tensor) => ({ ...tensor, data: { length: tensor.data.length } })),
})

const everyType: GgufHeadSpec = {
  version: 2,
  alignment: 256,
  metadata: [
    ['general.alignment', uint32(256)],
    ['general.architecture', text('llama')],
    ['u8', { type: 'uint8', value: 255 }],
    ['i8', { type: 'int8', value: -128 }],
    ['u16', { type: 'uint16', value: 65_535 }],
    ['i16', { type: 'int16', value: -2 }],
    ['i32', { type: 'int32', value: -3 }],
    ['f32', { type: 'float32', value: 0.5 }],
    ['f64', { type: 'float64', value: Math.PI }],
    ['u64', { type: 'uint64', value: 2n ** 64n - 1n }],
    ['i64', { type: 'int64', value: -4n }],
    ['bool', { type: 'bool', value: true }],
    ['bools', list('bool', [true, false])],
    ['longs', list('int64', [1n, -1n])],
    ['floats', list('float64', [0.1, 0.2])],
    ['nested', list('array', [list('array', [list('string', ['a', 'b'])]), list('array', [])])],
    ['split.no', { type: 'uint16', value: 0 }],
    ['split.count', { type: 'uint16', value: 2 }],
  ],
  tensors: [
    { name: 'token_embd.weight', dims: [256, 3], type: 12, data: { length: 432 } },
    { name: 'blk.0.attn_q.weight', dims: [32, 2, 2, 2], type: 39, data: { length: 136 } },
    { name: 'nothing', dims: [0, 7], type: 0, data: { length: 0 } },
  ],
}

/** Sound headers of every kind of model; what is mutated, and what parts are taken from. */
export function createCorpus(): readonly GgufHeadSpec[] {
  const tiny = Object.values(tinySpecs).map((spec) => withoutData(spec()))
  const short = tiny.map((spec) => ({ ...spec, metadata: spec.metadata.map(shortened) }))
  // Two with their whole vocabularies, byte-level and SentencePiece.
  return [...short, ...tiny.slice(0, 2), everyType]
}
