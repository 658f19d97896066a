import type { LyingModel } from './lying-model.ts'
import { overrideMetadata } from './override-metadata.ts'
import type { Overrides } from './override-metadata.ts'
import { tinyLlama } from './tiny-llama.ts'
import { byteLevelTokens, vocabularySize } from './tiny-tokenizer.ts'
import { tinyLlama2 } from './tiny-transformers.ts'
import { list, text, uint32, writeGguf } from './write-gguf.ts'
import type { GgufPlain, GgufValue } from './write-gguf.ts'

const tokens = [...byteLevelTokens, '<|im_start|>', '<|im_end|>']
const texts = (count: number, name: (id: number) => GgufPlain): GgufValue =>
  list(
    'string',
    Array.from({ length: count }, (_, id) => name(id)),
  )
const types = (type: number): GgufValue =>
  list(
    'int32',
    tokens.map(() => type),
  )

const specialTokens = ['bos', 'eos', 'eot', 'eom', 'unknown', 'seperator', 'padding', 'mask', 'fim_pre', 'prefix']

/** Vocabularies whose lists fit together and whose content does not. */
export function lyingTokenizers(): LyingModel[] {
  const like = (name: string, fate: LyingModel['fate'], changes: Overrides): LyingModel => ({
    name,
    fate,
    bytes: tinyLlama({
      override: Object.fromEntries(
        Object.entries(changes).map(([key, value]) => [key.includes('.') ? key : `tokenizer.ggml.${key}`, value]),
      ),
    }),
  })
  return [
    like('tokenizer-unknown', 'refused', { model: text('gpt9') }),
    like('word-cutting-unknown', 'refused', { pre: text('nonesuch') }),
    like('tokens-fewer-than-rows', 'refused', { tokens: list('string', tokens.slice(0, -2)) }),
    like('tokens-more-than-rows', 'refused', { tokens: texts(9000, (id) => `x${id}`), token_type: null }),
    like('token-types-all-bytes', 'refused', { token_type: types(6) }),
    like('end-token-a-text', 'refused', { eos_token_id: text('2') }),
    like('begin-wanted-in-numbers', 'refused', { add_bos_token: uint32(7) }),
    like('bytes-as-plamo', 'refused', { model: text('plamo2') }),
    like('character-map-too-short', 'refused', {
      model: text('t5'),
      precompiled_charsmap: list('uint8', [255, 255, 255, 255, 0, 0, 0, 0]),
    }),
    like('name-that-demands-tokens', 'refused', { 'general.name': text('Phi-3') }),

    like('token-twice', 'ends-loading', { tokens: list('string', tokens.with(5, 'A')) }),
    like('bytes-as-pieces', 'ends-loading', { model: text('llama') }),
    like('bytes-as-rwkv', 'ends-loading', { model: text('rwkv') }),
    {
      name: 'pieces-without-bytes',
      fate: 'ends-loading',
      bytes: writeGguf(overrideMetadata(tinyLlama2(), { 'tokenizer.ggml.tokens': texts(370, (id) => `word${id}`) })),
    },

    like('tokens-empty', 'answers', { tokens: texts(vocabularySize, () => '') }),
    like('tokens-without-bytes', 'answers', { tokens: texts(vocabularySize, (id) => `word${id}`) }),
    like('tokens-not-utf8', 'answers', {
      tokens: texts(vocabularySize, (id) => Uint8Array.of(0xff, 0xc0, 1 + (id >> 7), 1 + (id & 127))),
    }),
    like('token-types-nonsense', 'answers', { token_type: types(-77) }),
    like('merges-nonsense', 'answers', { merges: list('string', ['', ' ', '  ', 'x', '\u0000 \u0000']) }),
    like('end-token-out-of-range', 'answers', { eos_token_id: uint32(2 ** 31) }),
    like(
      'special-tokens-out-of-range',
      'answers',
      Object.fromEntries(specialTokens.map((name) => [`${name}_token_id`, uint32(2 ** 32 - 1)])),
    ),
    like('begin-wanted-of-none', 'answers', {
      bos_token_id: uint32(2 ** 31),
      add_bos_token: { type: 'bool', value: true },
    }),
    like('bytes-as-wordpieces', 'answers', { model: text('bert') }),
    like('bytes-as-unigrams', 'answers', { model: text('t5') }),
  ]
}
