import { isRecurrent } from './architectures.ts'
import type { GgufMetadata } from './gguf-header.ts'
import { mostLayers } from './gguf-limits.ts'
import { arrayAt, integerAt, textAt } from './metadata-values.ts'
import type { AttentionFacts, ModelFacts } from './model-facts.ts'
import { findTokenizerCause } from './tokenizer-causes.ts'

const mostExperts = 1024
const ropeScalingTypes = new Set(['none', 'linear', 'yarn', 'longrope'])

/** Far beyond any real model, far below what overflows a product inside the engine. */
const mostWidth = 2 ** 20

type Numbers = Pick<
  ModelFacts,
  'architecture' | 'layers' | 'embeddingLength' | 'contextLength' | 'headCount' | 'headCountKv'
> &
  Pick<ModelFacts, 'keyLength' | 'valueLength' | 'experts' | 'vocabularySize' | 'tensorCount' | 'split' | 'attention'>

/**
 * The first number of the header on which llama.cpp v0.4.0 aborts the process or cannot work, in words, or null. Most are `GGML_ASSERT`s of
 * `load_hparams` and of the loader's tensor shapes, found by loading a model with that one number changed. The list cannot be complete: it spares the
 * user most crashes, the engine's own process bears the rest.
 */
export function findAbortCause(facts: Numbers, metadata: GgufMetadata): string | null {
  const own = (key: string): number | null => integerAt(metadata, `${facts.architecture ?? ''}.${key}`)
  const { layers, headCount, headCountKv, keyLength, valueLength, experts } = facts
  const hasHeads = !isRecurrent(facts.architecture ?? '')
  const groups = own('expert_group_count') ?? 0
  const scaling = textAt(metadata, `${facts.architecture ?? ''}.rope.scaling.type`)

  // The first part of a split model may hold nothing but the header.
  if (facts.tensorCount === 0 && facts.split === null) return 'no tensors'
  if (!within(layers, 1, mostLayers)) return 'impossible number of layers'
  if (!within(facts.embeddingLength, 1, mostWidth)) return 'impossible embedding length'
  if (!within(facts.contextLength, 1, 2 ** 32 - 1)) return 'impossible context length'
  if (!within(facts.vocabularySize, 1, 2 ** 24)) return 'no vocabulary'
  if (hasHeads && !within(headCount, 1, mostWidth)) return 'impossible number of attention heads'
  if (hasHeads && !within(headCountKv, 1, mostWidth)) return 'impossible number of key/value heads'
  if (hasHeads && !within(keyLength, 1, mostWidth)) return 'impossible key length'
  if (hasHeads && !within(valueLength, 1, mostWidth)) return 'impossible value length'
  // A mixture may leave this out, and hybrids have one for each layer.
  if (hasHeads && experts.count === 0 && lacksFeedForward(facts.architecture ?? '', metadata))
    return 'impossible feed-forward length'
  if ((own('nextn_predict_layers') ?? 0) > (layers ?? 0)) return 'more prediction layers than layers'
  if (!within(experts.count, 0, mostExperts)) return 'impossible number of experts'
  // llama.cpp takes one expert for none in these two.
  const dense = experts.count <= 1 && (facts.architecture === 'hunyuan-dense' || facts.architecture === 'hunyuan_vl')
  if (!dense && (experts.used > experts.count || (experts.count > 0 && experts.used < 1)))
    return 'impossible number of used experts'
  if (groups > 0 && groups >= experts.count) return 'impossible number of expert groups'
  if (groups > 1 && experts.count % groups !== 0) return 'impossible number of expert groups'
  if (groups > 1 && !within(own('expert_group_used_count'), 1, groups - 1))
    return 'impossible number of used expert groups'
  if (scaling !== null && !ropeScalingTypes.has(scaling)) return 'unknown rope scaling'
  if (hasBadEpsilon(facts.architecture ?? '', metadata)) return 'impossible epsilon'
  return (facts.attention === null ? null : findLayerCause(facts.attention, own)) ?? findTokenizerCause(metadata)
}

/** Sizes of what stands in for plain attention: tensors are made of them, and remainders of a division by one. */
const recurrentSizes = ['ssm.conv_kernel', 'ssm.inner_size', 'ssm.state_size', 'ssm.time_step_rank']
const otherSizes = ['shortconv.l_cache', 'wkv.head_size', 'kda.head_dim', 'full_attention_interval']

function findLayerCause(attention: AttentionFacts, own: (key: string) => number | null): string | null {
  if (attention.recurrentLayers > 0) {
    const zero = [...recurrentSizes, ...otherSizes].find((key) => own(key) === 0)
    if (zero !== undefined) return `impossible ${zero}`
  } else if (attention.windowTokens !== null && attention.windowLayers === 0) return 'a window that no layer has'
  if (!attention.latent) return null
  if (!within(own('attention.kv_lora_rank'), 1, mostWidth)) return 'impossible latent rank'
  const rotated = own('rope.dimension_count')
  return rotated !== null && (own('attention.key_length_mla') ?? 0) <= rotated ? 'impossible latent key length' : null
}

function within(value: number | null, least: number, most: number): boolean {
  return value !== null && value >= least && value <= most
}

function lacksFeedForward(architecture: string, metadata: GgufMetadata): boolean {
  const key = `${architecture}.feed_forward_length`
  return arrayAt(metadata, key) === null && !within(integerAt(metadata, key), 1, mostWidth * 16)
}

function hasBadEpsilon(architecture: string, metadata: GgufMetadata): boolean {
  return ['layer_norm_rms_epsilon', 'layer_norm_epsilon', 'group_norm_epsilon'].some((key) => {
    const entry = metadata.get(`${architecture}.attention.${key}`)
    return entry?.type === 'float32' && !(entry.value >= 0 && entry.value < 1)
  })
}
