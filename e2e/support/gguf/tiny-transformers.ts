import {
  architectureSpec,
  attention,
  embedding,
  experts,
  feedForward,
  gatedFeedForward,
  tokensAndOutput,
} from './architecture-spec.ts'
import type { AttentionShape, HeadOptions } from './architecture-spec.ts'
import { chatMlFormat, gemmaFormat, llama2Format, llama3Format, phi3Format } from './chat-formats.ts'
import { createRandomTensors } from './random-tensors.ts'
import type { Storage } from './random-tensors.ts'
import { byteLevelBpe, sentencePiece } from './vocabularies.ts'
import type { Vocabulary } from './vocabularies.ts'
import { float32 } from './write-gguf.ts'
import type { GgufSpec, GgufValue } from './write-gguf.ts'

type Transformer = AttentionShape &
  Pick<HeadOptions, 'tied'> & {
    architecture: string
    name: string
    storage?: Storage
    contextLength: number
    layers: number
    vocabulary: Vocabulary
    keys?: Readonly<Record<string, number | GgufValue>>
    mixture?: { count: number; used: number; width: number }
    /** Norms after attention and feed-forward too (Gemma). */
    postNorms?: boolean
  }

function transformer(model: Transformer): GgufSpec {
  const { vocabulary, layers, heads, headsKv, headLength, mixture, postNorms = false, tied = false } = model
  const tensors = createRandomTensors(1, model.storage)
  tokensAndOutput(tensors, vocabulary, { tied })
  for (let layer = 0; layer < layers; layer++) {
    const block = `blk.${layer}.`
    tensors.vector(`${block}attn_norm.weight`, embedding, 1)
    attention(tensors, block, model)
    tensors.vector(`${block}ffn_norm.weight`, embedding, 1)
    if (mixture) experts(tensors, block, mixture.count, mixture.width)
    else if (model.fused) {
      tensors.weights(`${block}ffn_up.weight`, [embedding, 2 * feedForward])
      tensors.weights(`${block}ffn_down.weight`, [feedForward, embedding])
    } else gatedFeedForward(tensors, block)
    if (postNorms) tensors.vector(`${block}post_attention_norm.weight`, embedding, 1)
    if (postNorms) tensors.vector(`${block}post_ffw_norm.weight`, embedding, 1)
  }
  const usualLength = headLength * heads === embedding
  return architectureSpec({
    ...model,
    tensors,
    keys: {
      'attention.head_count': heads,
      ...(headsKv !== heads && { 'attention.head_count_kv': headsKv }),
      ...(!usualLength && { 'attention.key_length': headLength, 'attention.value_length': headLength }),
      'rope.freq_base': float32(10_000),
      ...(mixture && {
        expert_count: mixture.count,
        expert_used_count: mixture.used,
        expert_feed_forward_length: mixture.width,
      }),
      ...model.keys,
    },
  })
}

/** Grouped queries and byte-level tokens. */
export const tinyLlama3 = (): GgufSpec =>
  transformer({
    architecture: 'llama',
    name: 'Tiny Llama 3',
    storage: 'Q8_0',
    contextLength: 2048,
    layers: 2,
    heads: 4,
    headsKv: 2,
    headLength: 16,
    vocabulary: byteLevelBpe('llama-bpe', llama3Format),
    keys: { 'rope.freq_base': float32(500_000), 'rope.dimension_count': 16 },
  })

/** As many key/value heads as heads, which the file need not say, and SentencePiece. */
export const tinyLlama2 = (): GgufSpec =>
  transformer({
    architecture: 'llama',
    name: 'Tiny Llama 2',
    storage: 'F16',
    contextLength: 1024,
    layers: 3,
    heads: 4,
    headsKv: 4,
    headLength: 16,
    vocabulary: sentencePiece(llama2Format),
    keys: { 'rope.dimension_count': 16 },
  })

/** A llama with ChatML over SentencePiece and one key/value head. */
export const tinyYi = (): GgufSpec =>
  transformer({
    architecture: 'llama',
    name: 'Tiny Yi',
    contextLength: 4096,
    layers: 2,
    heads: 4,
    headsKv: 1,
    headLength: 16,
    vocabulary: sentencePiece(chatMlFormat),
    keys: { 'rope.freq_base': float32(5_000_000) },
  })

export const tinyQwen2 = (): GgufSpec =>
  transformer({
    architecture: 'qwen2',
    name: 'Tiny Qwen 2',
    contextLength: 2048,
    layers: 4,
    heads: 4,
    headsKv: 2,
    headLength: 16,
    bias: true,
    tied: true,
    vocabulary: byteLevelBpe('qwen2', chatMlFormat),
  })

/** Heads longer than the width divided by their number. */
export const tinyQwen3 = (): GgufSpec =>
  transformer({
    architecture: 'qwen3',
    name: 'Tiny Qwen 3',
    storage: 'F16',
    contextLength: 2048,
    layers: 2,
    heads: 4,
    headsKv: 2,
    headLength: 32,
    norms: true,
    vocabulary: byteLevelBpe('qwen2', chatMlFormat),
  })

export const tinyQwen3Moe = (): GgufSpec =>
  transformer({
    architecture: 'qwen3moe',
    name: 'Tiny Qwen 3 MoE',
    storage: 'Q8_0',
    contextLength: 2048,
    layers: 2,
    heads: 4,
    headsKv: 1,
    headLength: 32,
    norms: true,
    mixture: { count: 8, used: 2, width: 32 },
    vocabulary: byteLevelBpe('qwen2', chatMlFormat),
  })

/** Says a sliding window, as the real ones do; llama.cpp attends to everything all the same. */
export const tinyPhi3 = (): GgufSpec =>
  transformer({
    architecture: 'phi3',
    name: 'Tiny Phi-3',
    contextLength: 4096,
    layers: 2,
    heads: 4,
    headsKv: 4,
    headLength: 16,
    fused: true,
    vocabulary: sentencePiece(phi3Format),
    keys: { 'attention.sliding_window': 2047, 'rope.dimension_count': 16 },
  })

/** Five layers of six see only the last 512 tokens. */
export const tinyGemma3 = (): GgufSpec =>
  transformer({
    architecture: 'gemma3',
    name: 'Tiny Gemma 3',
    contextLength: 8192,
    layers: 7,
    heads: 2,
    headsKv: 1,
    headLength: 48,
    norms: true,
    postNorms: true,
    tied: true,
    vocabulary: sentencePiece(gemmaFormat),
    keys: { 'attention.sliding_window': 512 },
  })
