const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** A text of at most so many characters as people count them, cut at its end where it is longer. */
export function shorten(text: string, most: number): string {
  const characters = [...segmenter.segment(text)].map(({ segment }) => segment)
  if (characters.length <= most) return text
  return `${characters
    .slice(0, most - 1)
    .join('')
    .trimEnd()}…`
}
