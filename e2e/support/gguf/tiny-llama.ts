import { createRandom } from './random.ts'
import { chatMl, isPrintableToken, tokenizerMetadata, vocabularySize } from './tiny-tokenizer.ts'
import { float32, text, uint32, writeGguf } from './write-gguf.ts'
import type { GgufPair, GgufSpec, TensorSpec } from './write-gguf.ts'

export type TinyLlamaOptions = {
  contextLength?: number
  layers?: number
  name?: string
  /** null for a base model without one; ChatML by default. */
  template?: string | null
  /** Written into the file; the tensors stay a llama's. */
  architecture?: string
  seed?: number
  /** Replace or add keys; null removes one. */
  override?: Readonly<Record<string, GgufPair[1] | null>>
}

const embedding = 64
const heads = 4
const headsKv = 2
const feedForward = 128
const headLength = embedding / heads

/** A llama that loads and writes printable nonsense: random weights, 274 tokens, about half a megabyte. The same bytes for the same options. */
export function tinyLlama(options: TinyLlamaOptions = {}): Uint8Array {
  return writeGguf(tinyLlamaSpec(options))
}

export function tinyLlamaSpec(options: TinyLlamaOptions = {}): GgufSpec {
  const {
    contextLength = 512,
    layers = 2,
    name = 'Tiny Llama',
    template = chatMl,
    architecture = 'llama',
    seed = 1,
    override = {},
  } = options
  const own = (key: string): string => `${architecture}.${key}`
  const metadata: GgufPair[] = [
    ['general.architecture', text(architecture)],
    ['general.type', text('model')],
    ['general.name', text(name)],
    ['general.license', text('apache-2.0')],
    ['general.file_type', uint32(0)],
    [own('vocab_size'), uint32(vocabularySize)],
    [own('context_length'), uint32(contextLength)],
    [own('embedding_length'), uint32(embedding)],
    [own('block_count'), uint32(layers)],
    [own('feed_forward_length'), uint32(feedForward)],
    [own('attention.head_count'), uint32(heads)],
    [own('attention.head_count_kv'), uint32(headsKv)],
    [own('attention.layer_norm_rms_epsilon'), float32(1e-5)],
    [own('rope.dimension_count'), uint32(headLength)],
    [own('rope.freq_base'), float32(10_000)],
    ...tokenizerMetadata(template),
  ]
  return { metadata: overridden(metadata, override), tensors: llamaTensors(layers, createRandom(seed)) }
}

function overridden(pairs: readonly GgufPair[], override: NonNullable<TinyLlamaOptions['override']>): GgufPair[] {
  const changes = new Map(Object.entries(override))
  const kept = pairs.flatMap(([key, value]): GgufPair[] => {
    const change = changes.get(String(key))
    if (change === undefined) return [[key, value]]
    changes.delete(String(key))
    return change === null ? [] : [[key, change]]
  })
  for (const [key, value] of changes) if (value !== null) kept.push([key, value])
  return kept
}

function llamaTensors(layers: number, random: () => number): TensorSpec[] {
  const weights = (
    name: string,
    columns: number,
    rows: number,
    keepRow: (row: number) => boolean = () => true,
  ): TensorSpec => {
    const values = new Float32Array(columns * rows)
    const scale = Math.sqrt(3 / columns)
    for (let index = 0; index < values.length; index++) {
      const value = (random() * 2 - 1) * scale
      values[index] = keepRow(Math.floor(index / columns)) ? value : 0
    }
    return { name, dims: [columns, rows], type: 0, data: new Uint8Array(values.buffer) }
  }
  const ones = (name: string): TensorSpec => ({
    name,
    dims: [embedding],
    type: 0,
    data: new Uint8Array(new Float32Array(embedding).fill(1).buffer),
  })

  const tensors = [
    weights('token_embd.weight', embedding, vocabularySize),
    ones('output_norm.weight'),
    // A row of zeros has the score 0, and some printable token always has more.
    weights('output.weight', embedding, vocabularySize, isPrintableToken),
  ]
  for (let layer = 0; layer < layers; layer++) {
    const block = `blk.${layer}.`
    tensors.push(
      ones(`${block}attn_norm.weight`),
      weights(`${block}attn_q.weight`, embedding, embedding),
      weights(`${block}attn_k.weight`, embedding, headsKv * headLength),
      weights(`${block}attn_v.weight`, embedding, headsKv * headLength),
      weights(`${block}attn_output.weight`, embedding, embedding),
      ones(`${block}ffn_norm.weight`),
      weights(`${block}ffn_gate.weight`, embedding, feedForward),
      weights(`${block}ffn_up.weight`, embedding, feedForward),
      weights(`${block}ffn_down.weight`, feedForward, embedding),
    )
  }
  return tensors
}
