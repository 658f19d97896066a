import { byteLevelTokens, isPrintableToken, merges } from './tiny-tokenizer.ts'
import { list, text, uint32 } from './write-gguf.ts'
import type { GgufPair } from './write-gguf.ts'

export type Vocabulary = {
  readonly metadata: readonly GgufPair[]
  readonly size: number
  /** May a generated text contain it? Only printable ASCII, so that a random model writes readable text and never ends early. */
  readonly isPrintable: (id: number) => boolean
}

export type ChatTokens = {
  /** The format of a conversation, in Jinja; null for a model that has none. */
  template: string | null
  /** Control tokens of that format, begin and end among them. */
  special: readonly string[]
  begin: string
  end: string
}

// The kinds of token that `tokenizer.ggml.token_type` tells apart.
const normal = 1
const unknown = 2
const control = 3
const byte = 6

/** GPT-2's bytes and merges, as Llama 3, Qwen and DeepSeek have them; `pre` names how a text is cut into words first. */
export function byteLevelBpe(pre: string, chat: ChatTokens): Vocabulary {
  const tokens = [...byteLevelTokens, ...chat.special]
  return {
    metadata: [
      ['tokenizer.ggml.model', text('gpt2')],
      ['tokenizer.ggml.pre', text(pre)],
      ['tokenizer.ggml.tokens', list('string', tokens)],
      [
        'tokenizer.ggml.token_type',
        list(
          'int32',
          tokens.map((_, id) => (id < byteLevelTokens.length ? normal : control)),
        ),
      ],
      ['tokenizer.ggml.merges', list('string', merges)],
      ...chatMetadata(tokens, chat),
    ],
    size: tokens.length,
    isPrintable: isPrintableToken,
  }
}

const pieces = ['▁', ...printable(33, 126), ...'▁t he in ▁a re on ▁the ▁s er ▁w ou at ▁o ll ing ▁an'.split(' ')]

/** SentencePiece, as Llama 2, Yi, Phi-3 and Gemma have it: unknown, begin, end, the 256 bytes, then pieces with a score each. */
export function sentencePiece(chat: ChatTokens): Vocabulary {
  const bytes = Array.from({ length: 256 }, (_, value) => `<0x${value.toString(16).toUpperCase().padStart(2, '0')}>`)
  const first = ['<unk>', '<s>', '</s>']
  const head = [...first, ...bytes]
  const added = chat.special.filter((token) => !first.includes(token))
  const tokens = [...head, ...pieces, ...added]
  const firstAdded = tokens.length - added.length
  const kindOf = (id: number): number => {
    if (id === 0) return unknown
    if (id < first.length || id >= firstAdded) return control
    return id < head.length ? byte : normal
  }
  return {
    metadata: [
      ['tokenizer.ggml.model', text('llama')],
      ['tokenizer.ggml.pre', text('default')],
      ['tokenizer.ggml.tokens', list('string', tokens)],
      // The higher score is merged first: longer pieces are the later ones here.
      [
        'tokenizer.ggml.scores',
        list(
          'float32',
          tokens.map((_, id) => (kindOf(id) === normal ? id - tokens.length : 0)),
        ),
      ],
      [
        'tokenizer.ggml.token_type',
        list(
          'int32',
          tokens.map((_, id) => kindOf(id)),
        ),
      ],
      ['tokenizer.ggml.unknown_token_id', uint32(0)],
      ...chatMetadata(tokens, chat),
    ],
    size: tokens.length,
    isPrintable: (id) => kindOf(id) === normal,
  }
}

/** BERT's: words begin with ▁, as llama.cpp stores them. */
export function wordPiece(): Vocabulary {
  const letters = printable(97, 122)
  const tokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...letters.map((letter) => `▁${letter}`), ...letters]
  const special = { cls: 2, bos: 2, eos: 3, seperator: 3, padding: 0, unknown: 1, mask: 4 }
  return {
    metadata: [
      ['tokenizer.ggml.model', text('bert')],
      ['tokenizer.ggml.token_type_count', uint32(2)],
      ['tokenizer.ggml.tokens', list('string', tokens)],
      [
        'tokenizer.ggml.token_type',
        list(
          'int32',
          tokens.map((_, id) => (id < 5 ? control : normal)),
        ),
      ],
      ...Object.entries(special).map(([name, id]): GgufPair => [`tokenizer.ggml.${name}_token_id`, uint32(id)]),
    ],
    size: tokens.length,
    isPrintable: (id) => id >= 5,
  }
}

function printable(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index))
}

function chatMetadata(tokens: readonly string[], { template, begin, end }: ChatTokens): GgufPair[] {
  const pairs: GgufPair[] = [
    ['tokenizer.ggml.bos_token_id', uint32(tokens.indexOf(begin))],
    ['tokenizer.ggml.eos_token_id', uint32(tokens.indexOf(end))],
    ['tokenizer.ggml.add_bos_token', { type: 'bool', value: false }],
  ]
  if (template !== null) pairs.push(['tokenizer.chat_template', text(template)])
  return pairs
}
