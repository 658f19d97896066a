import { architectureSpec, embedding, experts, gatedFeedForward, tokensAndOutput } from './architecture-spec.ts'
import { deepSeekFormat } from './chat-formats.ts'
import { createRandomTensors } from './random-tensors.ts'
import { byteLevelBpe } from './vocabularies.ts'
import { float32 } from './write-gguf.ts'
import type { GgufSpec } from './write-gguf.ts'

const heads = 4
const queryRank = 32
/** Length of the compressed keys and values that the cache holds. */
const latentRank = 40
const ropeLength = 16
/** Keys and values of a head once they are decompressed. */
const keyLength = 32
const valueLength = 24
const layers = 3
const denseLayers = 1
const mixture = { count: 4, used: 2, width: 32 }

/** Multi-head latent attention, and after one dense layer experts of which one is shared. */
export function tinyDeepSeek2(): GgufSpec {
  const vocabulary = byteLevelBpe('deepseek-llm', deepSeekFormat)
  const tensors = createRandomTensors(1)
  tokensAndOutput(tensors, vocabulary)
  for (let layer = 0; layer < layers; layer++) {
    const block = `blk.${layer}.`
    tensors.vector(`${block}attn_norm.weight`, embedding, 1)
    tensors.weights(`${block}attn_q_a.weight`, [embedding, queryRank])
    tensors.vector(`${block}attn_q_a_norm.weight`, queryRank, 1)
    tensors.weights(`${block}attn_q_b.weight`, [queryRank, heads * keyLength])
    tensors.weights(`${block}attn_kv_a_mqa.weight`, [embedding, latentRank + ropeLength])
    tensors.vector(`${block}attn_kv_a_norm.weight`, latentRank, 1)
    tensors.weights(`${block}attn_k_b.weight`, [keyLength - ropeLength, latentRank, heads])
    tensors.weights(`${block}attn_v_b.weight`, [latentRank, valueLength, heads])
    tensors.weights(`${block}attn_output.weight`, [heads * valueLength, embedding])
    tensors.vector(`${block}ffn_norm.weight`, embedding, 1)
    if (layer < denseLayers) gatedFeedForward(tensors, block)
    else {
      experts(tensors, block, mixture.count, mixture.width)
      gatedFeedForward(tensors, block, '_shexp', mixture.width)
    }
  }
  return architectureSpec({
    architecture: 'deepseek2',
    name: 'Tiny DeepSeek 2',
    contextLength: 2048,
    layers,
    vocabulary,
    tensors,
    keys: {
      'attention.head_count': heads,
      // The cache is shared by all heads.
      'attention.head_count_kv': 1,
      'attention.q_lora_rank': queryRank,
      'attention.kv_lora_rank': latentRank,
      'attention.key_length': latentRank + ropeLength,
      'attention.value_length': latentRank,
      'attention.key_length_mla': keyLength,
      'attention.value_length_mla': valueLength,
      'rope.dimension_count': ropeLength,
      leading_dense_block_count: denseLayers,
      expert_count: mixture.count,
      expert_used_count: mixture.used,
      expert_shared_count: 1,
      expert_feed_forward_length: mixture.width,
      expert_weights_scale: float32(1),
    },
  })
}
