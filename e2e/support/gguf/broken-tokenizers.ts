import type { BrokenGguf } from './broken-gguf.ts'
import type { Overrides } from './override-metadata.ts'
import { tinyLlama } from './tiny-llama.ts'
import { vocabularySize } from './tiny-tokenizer.ts'
import { list, text } from './write-gguf.ts'

/** Sound containers and numbers, and a vocabulary whose lists contradict each other. */
export function brokenTokenizers(): BrokenGguf[] {
  const like = (name: string, override: Overrides): BrokenGguf => ({
    name,
    code: 'MODEL_DAMAGED',
    bytes: tinyLlama({ override }),
  })
  const ones = (length: number): number[] => Array.from({ length }, () => 1)
  const short = ones(vocabularySize - 1)
  return [
    like('tokenizer-missing', { 'tokenizer.ggml.model': null }),
    like('tokenizer-none', { 'tokenizer.ggml.model': text('none') }),
    like('tokenizer-no-vocab', { 'tokenizer.ggml.model': text('no_vocab') }),
    like('tokenizer-a-number', { 'tokenizer.ggml.model': { type: 'uint32', value: 1 } }),
    like('tokens-missing', { 'tokenizer.ggml.tokens': null }),
    like('tokens-are-numbers', { 'tokenizer.ggml.tokens': list('uint32', ones(vocabularySize)) }),
    like('tokens-are-one-text', { 'tokenizer.ggml.tokens': text('abc') }),
    like('tokens-in-lists', { 'tokenizer.ggml.tokens': list('array', [list('string', ['a'])]) }),
    like('token-types-too-few', { 'tokenizer.ggml.token_type': list('int32', short) }),
    like('token-types-of-bytes', { 'tokenizer.ggml.token_type': list('uint8', ones(vocabularySize)) }),
    like('scores-too-few', { 'tokenizer.ggml.scores': list('float32', short) }),
    like('scores-are-text', { 'tokenizer.ggml.scores': text('1') }),
    like('merges-missing', { 'tokenizer.ggml.merges': null }),
    like('merges-are-numbers', { 'tokenizer.ggml.merges': list('uint32', [1, 2]) }),
  ]
}
