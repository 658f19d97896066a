const longestTitle = 60

/** A title from what the user wrote first: its first line without Markdown marks, cut at a word. Never empty. */
export function titleFrom(text: string): string {
  const line = text
    .slice(0, 2000)
    .split('\n')
    .map(withoutMarks)
    .find((candidate) => /[\p{L}\p{N}]/u.test(candidate))
  if (line === undefined) return 'New chat'
  const characters = Array.from(new Intl.Segmenter().segment(line.toWellFormed()), ({ segment }) => segment)
  if (characters.length <= longestTitle) return withoutEnd(line) || line
  const cut = characters.slice(0, longestTitle).join('')
  const atWord = cut.slice(0, Math.max(cut.lastIndexOf(' '), longestTitle / 2))
  return `${withoutEnd(atWord)}…`
}

/** Only what Markdown would take for a mark: `a > b`, `snake_case` and `x[0]` stay as they were written. */
function withoutMarks(line: string): string {
  if (/^\s*(?:```|~~~)/u.test(line)) return ''
  return line
    .slice(0, 300)
    .replace(/^(?:\s*(?:#{1,6}\s|>|[-*+]\s|\d{1,3}[.)]\s))+/u, '')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replaceAll(/(`+|\*{1,3}|~~)(?=[^\s*`~])(.+?)(?<=\S)\1/gu, '$2')
    .replaceAll(/(?<![\p{L}\p{N}_])(_{1,3})(?=[^\s_])(.+?)(?<=[^\s_])\1(?![\p{L}\p{N}_])/gu, '$2')
    .replaceAll(/\s+/gu, ' ')
    .trim()
}

/** A question stays a question. */
function withoutEnd(line: string): string {
  return line.replace(/[.,;:\s]+$/u, '')
}
