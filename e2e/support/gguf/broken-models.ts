import type { BrokenCode, BrokenGguf } from './broken-gguf.ts'
import { overrideMetadata } from './override-metadata.ts'
import { tinyDeepSeek2 } from './tiny-deepseek2.ts'
import { tinyLlama } from './tiny-llama.ts'
import type { TinyLlamaOptions } from './tiny-llama.ts'
import { tinyLfm2, tinyMamba, tinyQwen35 } from './tiny-recurrent.ts'
import { tinyGemma3 } from './tiny-transformers.ts'
import { float32, list, text, uint32, writeGguf } from './write-gguf.ts'
import type { GgufSpec } from './write-gguf.ts'

/** Sound containers whose content the engine dies of, or has no use for. Most of the damaged ones abort llama.cpp v0.4.0. */
export function brokenModels(): BrokenGguf[] {
  const like = (
    name: string,
    code: BrokenCode,
    override: TinyLlamaOptions['override'] = {},
    options: TinyLlamaOptions = {},
  ): BrokenGguf => ({
    name,
    code,
    bytes: tinyLlama({ ...options, override }),
  })
  const damaged = (name: string, key: string, value: number): BrokenGguf =>
    like(name, 'MODEL_DAMAGED', { [key]: uint32(value) })
  const changed = (name: string, spec: GgufSpec, key: string, value: number): BrokenGguf => ({
    name,
    code: 'MODEL_DAMAGED',
    bytes: writeGguf(overrideMetadata(spec, { [key]: uint32(value) })),
  })
  return [
    damaged('block-count-0', 'llama.block_count', 0),
    damaged('block-count-513', 'llama.block_count', 513),
    damaged('block-count-2e9', 'llama.block_count', 2_000_000_000),
    damaged('head-count-0', 'llama.attention.head_count', 0),
    like('head-count-missing', 'MODEL_DAMAGED', { 'llama.attention.head_count': null }),
    damaged('head-count-kv-0', 'llama.attention.head_count_kv', 0),
    damaged('head-count-more-than-width', 'llama.attention.head_count', 65),
    damaged('embedding-length-0', 'llama.embedding_length', 0),
    damaged('embedding-length-2e9', 'llama.embedding_length', 2_000_000_000),
    damaged('key-length-0', 'llama.attention.key_length', 0),
    damaged('feed-forward-0', 'llama.feed_forward_length', 0),
    like('feed-forward-missing', 'MODEL_DAMAGED', { 'llama.feed_forward_length': null }),
    damaged('context-length-0', 'llama.context_length', 0),
    damaged('experts-5000', 'llama.expert_count', 5000),
    damaged('experts-none-used', 'llama.expert_count', 4),
    damaged('experts-used-of-none', 'llama.expert_used_count', 3),
    damaged('expert-groups-of-none', 'llama.expert_group_count', 4),
    damaged('prediction-layers-9', 'llama.nextn_predict_layers', 9),
    like('rope-scaling-unknown', 'MODEL_DAMAGED', { 'llama.rope.scaling.type': text('foo') }),
    like('epsilon-negative', 'MODEL_DAMAGED', { 'llama.attention.layer_norm_rms_epsilon': float32(-1) }),
    like('epsilon-nan', 'MODEL_DAMAGED', { 'llama.attention.layer_norm_rms_epsilon': float32(Number.NaN) }),
    like('vocabulary-empty', 'MODEL_DAMAGED', { 'tokenizer.ggml.tokens': list('string', []) }),
    like('vocabulary-missing', 'MODEL_DAMAGED', { 'tokenizer.ggml.tokens': null, 'llama.vocab_size': null }),
    changed('attention-interval-0', tinyQwen35(), 'qwen35.full_attention_interval', 0),
    changed('time-step-rank-0', tinyQwen35(), 'qwen35.ssm.time_step_rank', 0),
    changed('convolution-kernel-0', tinyMamba(), 'mamba.ssm.conv_kernel', 0),
    changed('state-size-0', tinyMamba(), 'mamba.ssm.state_size', 0),
    changed('short-convolution-0', tinyLfm2(), 'lfm2.shortconv.l_cache', 0),
    changed('window-of-no-layer', tinyGemma3(), 'gemma3.attention.sliding_window_pattern', 1),
    changed('latent-rank-0', tinyDeepSeek2(), 'deepseek2.attention.kv_lora_rank', 0),
    changed('latent-keys-too-short', tinyDeepSeek2(), 'deepseek2.attention.key_length_mla', 16),
    {
      name: 'no-tensors',
      code: 'MODEL_DAMAGED',
      bytes: writeGguf({ metadata: [['general.architecture', text('llama')]], tensors: [] }),
    },

    like('architecture-missing', 'MODEL_UNKNOWN_ARCHITECTURE', { 'general.architecture': null }),
    like('architecture-unknown', 'MODEL_UNKNOWN_ARCHITECTURE', {}, { architecture: 'llama9' }),
    like('architecture-proto', 'MODEL_UNKNOWN_ARCHITECTURE', {}, { architecture: '__proto__' }),
    like('vision-projector', 'MODEL_NOT_TEXT', {}, { architecture: 'clip' }),
    like('embedding-bert', 'MODEL_NOT_TEXT', {}, { architecture: 'bert' }),
    like('embedding-pooling', 'MODEL_NOT_TEXT', { 'llama.pooling_type': uint32(3) }),
    like('vocoder', 'MODEL_NOT_TEXT', {}, { architecture: 'wavtokenizer-dec' }),
    like('image-flux', 'MODEL_NOT_TEXT', {}, { architecture: 'flux' }),
    like('split-second-part', 'MODEL_NOT_TEXT', { 'split.no': uint32(1), 'split.count': uint32(2) }),
    like('lora-adapter', 'MODEL_NOT_TEXT', { 'general.type': text('adapter') }),
  ]
}
