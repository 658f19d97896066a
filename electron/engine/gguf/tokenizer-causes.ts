import type { GgufMetadata, ValueType } from './gguf-header.ts'
import { arrayAt, textAt } from './metadata-values.ts'

/** Tokenizers that join pairs in a given order, and cannot work without it. */
const mergesPairs = new Set(['gpt2', 'gemma4', 'hybriddna', 'whitespace'])

/**
 * The first contradiction between the lists of a vocabulary on which llama.cpp v0.4.0 fails (`llama_vocab::impl::load`), in words, or null. Only types and
 * counts are compared, which costs nothing; what the lists say is left to the engine's own process.
 */
export function findTokenizerCause(metadata: GgufMetadata): string | null {
  const model = textAt(metadata, 'tokenizer.ggml.model')
  // Two names for a file that has none, which ends the process at the first question.
  if (model === null || model === 'none' || model === 'no_vocab') return 'no tokenizer'
  const tokens = arrayAt(metadata, 'tokenizer.ggml.tokens')
  if (tokens === null || tokens.count === 0) return 'no vocabulary'
  if (tokens.elements !== 'string') return 'a vocabulary that is not text'
  const isShort = (key: string, ...types: ValueType[]): boolean => {
    if (!metadata.has(key)) return false
    const list = arrayAt(metadata, key)
    return list === null || !types.includes(list.elements) || list.count < tokens.count
  }
  if (isShort('tokenizer.ggml.scores', 'float32', 'int32')) return 'tokens without a score'
  if (isShort('tokenizer.ggml.token_type', 'int32')) return 'tokens without a type'
  if (!mergesPairs.has(model)) return null
  const merges = metadata.get('tokenizer.ggml.merges')
  if (merges === undefined) {
    const needsNone = model !== 'gemma4' && textAt(metadata, 'tokenizer.ggml.pre') === 'kimi-k2'
    return needsNone ? null : 'a vocabulary without merges'
  }
  return merges.type === 'array' && merges.elements === 'string' ? null : 'merges that are not text'
}
