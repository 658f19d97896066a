import type { RandomTensors, Storage } from './random-tensors.ts'
import type { Vocabulary } from './vocabularies.ts'
import { float32, text, uint32 } from './write-gguf.ts'
import type { GgufPair, GgufSpec, GgufValue } from './write-gguf.ts'

/** Width of every tiny model. */
export const embedding = 64
export const feedForward = 128

const fileTypes: Record<Storage, number> = { F32: 0, F16: 1, Q8_0: 7 }

export type ArchitectureSpec = {
  architecture: string
  name: string
  storage?: Storage
  contextLength: number
  layers: number
  vocabulary: Vocabulary
  /** Beside what every model has, without the architecture's name in front: numbers are uint32. */
  keys: Readonly<Record<string, number | GgufValue>>
  tensors: RandomTensors
}

/** A whole model file: what every architecture says about itself, its own keys, its vocabulary and its tensors. */
export function architectureSpec(spec: ArchitectureSpec): GgufSpec {
  const { architecture, name, storage = 'F32', contextLength, layers, vocabulary } = spec
  const keys = {
    context_length: contextLength,
    embedding_length: embedding,
    block_count: layers,
    feed_forward_length: feedForward,
    'attention.layer_norm_rms_epsilon': float32(1e-5),
    ...spec.keys,
  }
  return {
    metadata: [
      ['general.architecture', text(architecture)],
      ['general.type', text('model')],
      ['general.name', text(name)],
      ['general.file_type', uint32(fileTypes[storage])],
      ...Object.entries(keys).map(([key, value]): GgufPair => [
        `${architecture}.${key}`,
        typeof value === 'number' ? uint32(value) : value,
      ]),
      ...vocabulary.metadata,
    ],
    tensors: spec.tensors.done(),
  }
}

export type HeadOptions = {
  /** The table of tokens also gives the scores, as small models do. */
  tied?: boolean
  /** LFM2 has the output's norm under another name. */
  norm?: string
}

/** What stands before and after the layers. Rows of zeros have the score 0, and some printable token always has more. */
export function tokensAndOutput(
  tensors: RandomTensors,
  { size, isPrintable }: Vocabulary,
  { tied = false, norm = 'output_norm' }: HeadOptions = {},
): void {
  const printableOnly = { keepRow: isPrintable }
  tensors.weights('token_embd.weight', [embedding, size], tied ? printableOnly : {})
  tensors.vector(`${norm}.weight`, embedding, 1)
  if (!tied) tensors.weights('output.weight', [embedding, size], printableOnly)
}

export type AttentionShape = {
  heads: number
  headsKv: number
  headLength: number
  /** Biases of queries, keys and values (Qwen 2). */
  bias?: boolean
  /** Norms of queries and keys (Qwen 3, Gemma 3). */
  norms?: boolean
  /** Queries, keys and values in one matrix (Phi-3). */
  fused?: boolean
  /** Queries carry a gate of the same size (Qwen 3.5). */
  gated?: boolean
}

export function attention(tensors: RandomTensors, block: string, shape: AttentionShape): void {
  const { heads, headsKv, headLength, bias = false, norms = false, fused = false, gated = false } = shape
  const rows = { q: heads * headLength * (gated ? 2 : 1), k: headsKv * headLength, v: headsKv * headLength }
  if (fused) tensors.weights(`${block}attn_qkv.weight`, [embedding, rows.q + rows.k + rows.v])
  for (const [part, length] of fused ? [] : Object.entries(rows)) {
    tensors.weights(`${block}attn_${part}.weight`, [embedding, length])
    if (bias) tensors.vector(`${block}attn_${part}.bias`, length, 0.01)
  }
  if (norms) for (const part of ['q', 'k']) tensors.vector(`${block}attn_${part}_norm.weight`, headLength, 1)
  tensors.weights(`${block}attn_output.weight`, [heads * headLength, embedding])
}

export function gatedFeedForward(tensors: RandomTensors, block: string, suffix = '', width = feedForward): void {
  tensors.weights(`${block}ffn_gate${suffix}.weight`, [embedding, width])
  tensors.weights(`${block}ffn_up${suffix}.weight`, [embedding, width])
  tensors.weights(`${block}ffn_down${suffix}.weight`, [width, embedding])
}

/** A mixture of experts: a router and three matrices of all experts. */
export function experts(tensors: RandomTensors, block: string, count: number, width: number): void {
  tensors.weights(`${block}ffn_gate_inp.weight`, [embedding, count], { exact: true })
  tensors.weights(`${block}ffn_gate_exps.weight`, [embedding, width, count])
  tensors.weights(`${block}ffn_up_exps.weight`, [embedding, width, count])
  tensors.weights(`${block}ffn_down_exps.weight`, [width, embedding, count])
}
