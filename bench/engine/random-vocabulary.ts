const letters = Array.from({ length: 26 }, (_, index) => String.fromCodePoint(97 + index))
const special = ['<|endoftext|>', '<|im_start|>', '<|im_end|>']

export type RandomVocabulary = { tokens: string[]; merges: string[]; isWord(id: number): boolean }

/**
 * Bytes, then short words with a space before them, then what a chat template needs. As large as asked, so that reading
 * its table and choosing from it take as long as with a real model. Each word is made by one merge from a shorter one.
 */
export function createVocabulary(size: number): RandomVocabulary {
  // GPT-2's characters for bytes: those that print stand for themselves, the others move to U+0100 and up; Ġ is the space.
  let moved = 0
  const bytes = Array.from({ length: 256 }, (_, byte) => {
    const visible = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174
    return String.fromCodePoint(visible ? byte : 256 + moved++)
  })
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
