const longestTitle = 60

/** A title from what the user wrote first: its first line without Markdown marks, cut at a word. Never empty. */
export function titleFrom(text: string): string {
  const line = text
    .slice(0, 2000)
    .split('\n')
    .map((candidate) =>
      candidate
        .replaceAll(/[`*_#>~[\]|]+/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    )
    .find((candidate) => /[\p{L}\p{N}]/u.test(candidate))
  if (line === undefined) return 'New chat'
  const characters = Array.from(new Intl.Segmenter().segment(line.toWellFormed()), ({ segment }) => segment)
  if (characters.length <= longestTitle) return line.replace(/[.,;:!?\s]+$/u, '') || line
  const cut = characters.slice(0, longestTitle).join('')
  const atWord = cut.slice(0, Math.max(cut.lastIndexOf(' '), longestTitle / 2))
  return `${atWord.replace(/[.,;:!?\s]+$/u, '')}…`
}
