import { byteCharacters } from '../../e2e/support/gguf/tiny-tokenizer.ts'

const letters = Array.from({ length: 26 }, (_, index) => String.fromCodePoint(97 + index))
const special = ['<|endoftext|>', '<|im_start|>', '<|im_end|>']

export type RandomVocabulary = { tokens: string[]; merges: string[]; isWord(id: number): boolean }

/**
 * Bytes, then short words with a space before them, then what a chat template needs. As large as asked, so that reading
 * its table and choosing from it take as long as with a real model. Each word is made by one merge from a shorter one.
 */
export function createVocabulary(size: number): RandomVocabulary {
  const bytes = byteCharacters()
  const merges: string[] = []
  const words: string[] = []
  const wanted = size - bytes.length - special.length
  for (let begin = ['Ġ']; words.length < wanted; begin = words.slice(-begin.length * letters.length)) {
    for (const start of begin) {
      for (const letter of letters) {
        if (words.length === wanted) break
        merges.push(`${start} ${letter}`)
        words.push(start + letter)
      }
    }
  }
  return {
    tokens: [...bytes, ...words, ...special],
    merges,
    isWord: (id) => id >= bytes.length && id < bytes.length + words.length,
  }
}
