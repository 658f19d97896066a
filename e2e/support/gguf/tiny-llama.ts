import { overrideMetadata } from './override-metadata.ts'
import type { Overrides } from './override-metadata.ts'
import { createRandomTensors } from './random-tensors.ts'
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
  override?: Overrides
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
  return overrideMetadata({ metadata, tensors: llamaTensors(layers, seed) }, override)
}

function llamaTensors(layers: number, seed: number): TensorSpec[] {
  const tensors = createRandomTensors(seed)
  tensors.weights('token_embd.weight', [embedding, vocabularySize])
  tensors.vector('output_norm.weight', embedding, 1)
  // A row of zeros has the score 0, and some printable token always has more.
  tensors.weights('output.weight', [embedding, vocabularySize], { keepRow: isPrintableToken })
  for (let layer = 0; layer < layers; layer++) {
    const block = `blk.${layer}.`
    tensors.vector(`${block}attn_norm.weight`, embedding, 1)
    tensors.weights(`${block}attn_q.weight`, [embedding, embedding])
    tensors.weights(`${block}attn_k.weight`, [embedding, headsKv * headLength])
    tensors.weights(`${block}attn_v.weight`, [embedding, headsKv * headLength])
    tensors.weights(`${block}attn_output.weight`, [embedding, embedding])
    tensors.vector(`${block}ffn_norm.weight`, embedding, 1)
    tensors.weights(`${block}ffn_gate.weight`, [embedding, feedForward])
    tensors.weights(`${block}ffn_up.weight`, [embedding, feedForward])
    tensors.weights(`${block}ffn_down.weight`, [feedForward, embedding])
  }
  return tensors.done()
}
