import { architectureSpec, attention, embedding, gatedFeedForward, tokensAndOutput } from './architecture-spec.ts'
import { chatMlFormat } from './chat-formats.ts'
import { createRandomTensors } from './random-tensors.ts'
import { byteLevelBpe } from './vocabularies.ts'
import { list } from './write-gguf.ts'
import type { GgufSpec } from './write-gguf.ts'

const heads = 4
const headsKv = 2
const headLength = 16

/** What a state keeps from token to token is e to the power of this, so it is negative. */
const decay = -1

/** Convolutions are computed as they are stored. */
const exact = { exact: true }

const mamba = { layers: 2, inner: 2 * embedding, state: 16, kernel: 4, timeRank: 4 }

/** A recurrent model: no attention at all. */
export function tinyMamba(): GgufSpec {
  const { layers, inner, state, kernel, timeRank } = mamba
  const vocabulary = byteLevelBpe('gpt-2', chatMlFormat)
  const tensors = createRandomTensors(1)
  tokensAndOutput(tensors, vocabulary)
  for (let layer = 0; layer < layers; layer++) {
    const block = `blk.${layer}.`
    tensors.vector(`${block}attn_norm.weight`, embedding, 1)
    tensors.weights(`${block}ssm_in.weight`, [embedding, 2 * inner])
    tensors.weights(`${block}ssm_conv1d.weight`, [kernel, inner], exact)
    tensors.vector(`${block}ssm_conv1d.bias`, inner, 0)
    tensors.weights(`${block}ssm_x.weight`, [inner, timeRank + 2 * state])
    tensors.weights(`${block}ssm_dt.weight`, [timeRank, inner])
    tensors.vector(`${block}ssm_dt.bias`, inner, 0.1)
    tensors.constant(`${block}ssm_a`, [state, inner], decay)
    tensors.vector(`${block}ssm_d`, inner, 1)
    tensors.weights(`${block}ssm_out.weight`, [inner, embedding])
  }
  return architectureSpec({
    architecture: 'mamba',
    name: 'Tiny Mamba',
    contextLength: 4096,
    layers,
    vocabulary,
    tensors,
    keys: {
      feed_forward_length: 0,
      'attention.head_count': 0,
      'ssm.conv_kernel': kernel,
      'ssm.inner_size': inner,
      'ssm.state_size': state,
      'ssm.time_step_rank': timeRank,
    },
  })
}

const shortConvolution = { headsKv: [0, 0, headsKv, 0], cache: 3 }

/** A hybrid of short convolutions and attention; the layers without key/value heads are the convolutions. */
export function tinyLfm2(): GgufSpec {
  const vocabulary = byteLevelBpe('lfm2', chatMlFormat)
  const tensors = createRandomTensors(1)
  tokensAndOutput(tensors, vocabulary, { tied: true, norm: 'token_embd_norm' })
  for (const [layer, own] of shortConvolution.headsKv.entries()) {
    const block = `blk.${layer}.`
    tensors.vector(`${block}attn_norm.weight`, embedding, 1)
    if (own > 0) attention(tensors, block, { heads, headsKv: own, headLength, norms: true })
    else {
      tensors.weights(`${block}shortconv.conv.weight`, [shortConvolution.cache, embedding], exact)
      tensors.weights(`${block}shortconv.in_proj.weight`, [embedding, 3 * embedding])
      tensors.weights(`${block}shortconv.out_proj.weight`, [embedding, embedding])
    }
    tensors.vector(`${block}ffn_norm.weight`, embedding, 1)
    gatedFeedForward(tensors, block)
  }
  return architectureSpec({
    architecture: 'lfm2',
    name: 'Tiny LFM 2',
    contextLength: 4096,
    layers: shortConvolution.headsKv.length,
    vocabulary,
    tensors,
    keys: {
      'attention.head_count': heads,
      'attention.head_count_kv': list('int32', shortConvolution.headsKv),
      'shortconv.l_cache': shortConvolution.cache,
    },
  })
}

const deltaNet = { layers: 4, keyHeads: 2, valueHeads: 4, state: 16, kernel: 4 }

/** A hybrid of gated delta nets and attention: every fourth layer attends, which the file need not say. */
export function tinyQwen35(): GgufSpec {
  const { layers, keyHeads, valueHeads, state, kernel } = deltaNet
  const inner = valueHeads * state
  const convolved = 2 * keyHeads * state + inner
  const vocabulary = byteLevelBpe('qwen35', chatMlFormat)
  const tensors = createRandomTensors(1)
  tokensAndOutput(tensors, vocabulary)
  for (let layer = 0; layer < layers; layer++) {
    const block = `blk.${layer}.`
    tensors.vector(`${block}attn_norm.weight`, embedding, 1)
    tensors.vector(`${block}post_attention_norm.weight`, embedding, 1)
    if ((layer + 1) % 4 === 0) attention(tensors, block, { heads, headsKv, headLength, norms: true, gated: true })
    else {
      tensors.weights(`${block}attn_qkv.weight`, [embedding, convolved])
      tensors.weights(`${block}attn_gate.weight`, [embedding, inner])
      tensors.weights(`${block}ssm_conv1d.weight`, [kernel, convolved], exact)
      tensors.vector(`${block}ssm_dt.bias`, valueHeads, 0.1)
      tensors.vector(`${block}ssm_a`, valueHeads, decay)
      tensors.weights(`${block}ssm_beta.weight`, [embedding, valueHeads])
      tensors.weights(`${block}ssm_alpha.weight`, [embedding, valueHeads])
      tensors.vector(`${block}ssm_norm.weight`, state, 1)
      tensors.weights(`${block}ssm_out.weight`, [inner, embedding])
    }
    gatedFeedForward(tensors, block)
  }
  return architectureSpec({
    architecture: 'qwen35',
    name: 'Tiny Qwen 3.5',
    contextLength: 4096,
    layers,
    vocabulary,
    tensors,
    keys: {
      'attention.head_count': heads,
      'attention.head_count_kv': headsKv,
      'attention.key_length': headLength,
      'attention.value_length': headLength,
      'rope.dimension_count': headLength,
      'rope.dimension_sections': list('int32', [3, 3, 2, 0]),
      'ssm.conv_kernel': kernel,
      'ssm.inner_size': inner,
      'ssm.state_size': state,
      'ssm.time_step_rank': valueHeads,
      'ssm.group_count': keyHeads,
    },
  })
}
