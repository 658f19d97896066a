import { list, text, uint32 } from './write-gguf.ts'
import type { GgufPair } from './write-gguf.ts'

/** GPT-2's way to give every byte a visible character: printable ones stand for themselves, the rest move to U+0100 and up. */
export function byteCharacters(): string[] {
  let moved = 0
  return Array.from({ length: 256 }, (_, byte) => {
    const visible = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174
    return String.fromCodePoint(visible ? byte : 256 + moved++)
  })
}

// Ġ is the space. Each merge adds a token; the order is the priority.
export const merges = [
  'Ġ t',
  'h e',
  'i n',
  'Ġ a',
  'r e',
  'o n',
  'Ġt he',
  'Ġ s',
  'e r',
  'Ġ w',
  'o u',
  'a t',
  'Ġ o',
  'l l',
  'in g',
  'Ġa n',
]
const special = ['<|im_start|>', '<|im_end|>']
/** Every byte, then what the merges make. */
export const byteLevelTokens = [...byteCharacters(), ...merges.map((merge) => merge.replace(' ', ''))]
const tokens = [...byteLevelTokens, ...special]
const firstSpecial = byteLevelTokens.length

export const vocabularySize = tokens.length

/** May a generated text contain it? Only printable ASCII, so that a random model still writes readable text and never ends early. */
export const isPrintableToken = (id: number): boolean => /^[Ġ!-~]+$/u.test(byteLevelTokens[id] ?? '')

export const chatMl = `{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}`

export function tokenizerMetadata(template: string | null): GgufPair[] {
  const pairs: GgufPair[] = [
    ['tokenizer.ggml.model', text('gpt2')],
    ['tokenizer.ggml.pre', text('gpt-2')],
    ['tokenizer.ggml.tokens', list('string', tokens)],
    // 1 is a normal token, 3 a control token.
    [
      'tokenizer.ggml.token_type',
      list(
        'int32',
        tokens.map((_, id) => (id < firstSpecial ? 1 : 3)),
      ),
    ],
    ['tokenizer.ggml.merges', list('string', merges)],
    ['tokenizer.ggml.bos_token_id', uint32(firstSpecial)],
    ['tokenizer.ggml.eos_token_id', uint32(firstSpecial + 1)],
    ['tokenizer.ggml.add_bos_token', { type: 'bool', value: false }],
  ]
  if (template !== null) pairs.push(['tokenizer.chat_template', text(template)])
  return pairs
}
