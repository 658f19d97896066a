import { expect, test } from 'vitest'
import { brokenTokenizers } from '../../../e2e/support/gguf/broken-tokenizers.ts'
import type { Overrides } from '../../../e2e/support/gguf/override-metadata.ts'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import { vocabularySize } from '../../../e2e/support/gguf/tiny-tokenizer.ts'
import { list, text } from '../../../e2e/support/gguf/write-gguf.ts'
import { bytesInMemory } from './byte-source.ts'
import { readModelFacts } from './read-model-facts.ts'

const causes: Readonly<Record<string, string>> = {
  'tokenizer-missing': 'no tokenizer',
  'tokenizer-none': 'no tokenizer',
  'tokenizer-no-vocab': 'no tokenizer',
  'tokenizer-a-number': 'no tokenizer',
  'tokens-missing': 'no vocabulary',
  'tokens-are-one-text': 'no vocabulary',
  'tokens-are-numbers': 'a vocabulary that is not text',
  'tokens-in-lists': 'a vocabulary that is not text',
  'token-types-too-few': 'tokens without a type',
  'token-types-of-bytes': 'tokens without a type',
  'scores-too-few': 'tokens without a score',
  'scores-are-text': 'tokens without a score',
  'merges-missing': 'a vocabulary without merges',
  'merges-are-numbers': 'merges that are not text',
}

test.each(brokenTokenizers())('the refusal of $name names its contradiction', async ({ name, bytes }) => {
  expect((await readModelFacts(bytesInMemory(bytes))).abortCause).toBe(causes[name])
})

const numbers = (length: number): number[] => Array.from({ length }, () => 1)
test.each<[string, Overrides]>([
  [
    'more scores and types than tokens',
    {
      'tokenizer.ggml.scores': list('float32', numbers(vocabularySize + 9)),
      'tokenizer.ggml.token_type': list('int32', numbers(vocabularySize + 9)),
    },
  ],
  ['whole scores', { 'tokenizer.ggml.scores': list('int32', numbers(vocabularySize)) }],
  ['no types', { 'tokenizer.ggml.token_type': null }],
  [
    'Kimi K2, which does without merges',
    {
      'tokenizer.ggml.pre': text('kimi-k2'),
      'tokenizer.ggml.merges': null,
    },
  ],
  ['SentencePiece, which has none', { 'tokenizer.ggml.model': text('llama'), 'tokenizer.ggml.merges': null }],
])('%s: nothing is wrong with it', async (_, override) => {
  expect((await readModelFacts(bytesInMemory(tinyLlama({ override })))).abortCause).toBeNull()
})
