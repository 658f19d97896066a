import type { LyingModel } from './lying-model.ts'
import { tinyLlama, tinyLlamaSpec } from './tiny-llama.ts'
import type { TinyLlamaOptions } from './tiny-llama.ts'
import { float32, list, uint32, writeGguf } from './write-gguf.ts'
import type { GgufValue, TensorSpec } from './write-gguf.ts'

type Tensors = readonly TensorSpec[]

/** Sound tensors that are not those of the model that the header describes, or a header that describes another model. */
export function lyingTensors(): LyingModel[] {
  const changed = (name: string, fate: LyingModel['fate'], change: (tensors: Tensors) => Tensors): LyingModel => {
    const spec = tinyLlamaSpec()
    return { name, fate, bytes: writeGguf({ ...spec, tensors: change(spec.tensors) }) }
  }
  const described = (name: string, fate: LyingModel['fate'], key: string, value: GgufValue): LyingModel => ({
    name,
    fate,
    bytes: tinyLlama({ override: { [`llama.${key}`]: value } }),
  })
  const inside = (name: string, options: TinyLlamaOptions): LyingModel => ({
    name,
    fate: 'refused',
    bytes: tinyLlama(options),
  })
  const one =
    (name: string, change: Partial<TensorSpec>) =>
    (tensors: Tensors): Tensors =>
      tensors.map((tensor) => (tensor.name === name ? { ...tensor, ...change } : tensor))
  const queries = 'blk.0.attn_q.weight'
  return [
    changed('tensor-missing', 'refused', (tensors) => tensors.slice(0, -1)),
    changed('tensor-unknown', 'refused', (tensors) => [
      ...tensors,
      { name: 'blk.0.what', dims: [32], type: 0, data: new Uint8Array(128) },
    ]),
    changed('tensor-of-another-shape', 'refused', one(queries, { dims: [32, 128] })),
    changed('tensor-flat', 'refused', one(queries, { dims: [4096] })),
    changed('tensor-without-elements', 'refused', one(queries, { dims: [0, 64], data: new Uint8Array(0) })),
    changed(
      'norm-in-half-precision',
      'ends-answering',
      one('output_norm.weight', { type: 1, data: new Uint8Array(128) }),
    ),
    changed('weights-not-numbers', 'answers', (tensors) =>
      tensors.map((tensor) => ({
        ...tensor,
        data: new Uint8Array(new Float32Array(tensor.data.length / 4).fill(Number.NaN).buffer),
      })),
    ),

    described('layers-more-than-tensors', 'refused', 'block_count', uint32(3)),
    described('layers-fewer-than-tensors', 'refused', 'block_count', uint32(1)),
    described('width-of-another', 'refused', 'embedding_length', uint32(128)),
    described('heads-that-do-not-divide', 'refused', 'attention.head_count', uint32(3)),
    described('heads-kv-of-another', 'refused', 'attention.head_count_kv', uint32(3)),
    described('heads-kv-of-fewer-layers', 'refused', 'attention.head_count_kv', list('uint32', [2])),
    described('heads-kv-of-more-layers', 'refused', 'attention.head_count_kv', list('uint32', [2, 2, 2, 2])),
    described('key-length-a-million', 'refused', 'attention.key_length', uint32(1_000_000)),
    described('feed-forward-of-another', 'refused', 'feed_forward_length', uint32(3)),
    described('rotation-of-nothing', 'refused', 'rope.dimension_count', uint32(0)),
    described('rotation-2e9', 'refused', 'rope.dimension_count', uint32(2_000_000_000)),
    described('rotation-base-0', 'answers', 'rope.freq_base', float32(0)),
    described('rotation-base-not-a-number', 'answers', 'rope.freq_base', float32(Number.NaN)),
    described('context-4e9', 'answers', 'context_length', uint32(4_000_000_000)),

    inside('a-llama-as-qwen3', { architecture: 'qwen3' }),
    inside('a-llama-as-gpt2', { architecture: 'gpt2' }),
    inside('a-llama-as-mamba', { architecture: 'mamba' }),
    inside('a-llama-as-deepseek2', { architecture: 'deepseek2' }),
    inside('split-without-the-rest', {
      override: {
        'split.no': { type: 'uint16', value: 0 },
        'split.count': { type: 'uint16', value: 3 },
        'split.tensors.count': { type: 'int32', value: 63 },
      },
    }),
  ]
}
