/** What a search text is compared with: the title counts more than the other words. */
export type Searchable = { title: string; keywords?: string; hint?: string }

function wordsOf(query: string): readonly string[] {
  return query.toLowerCase().split(/\s+/u).filter(Boolean)
}

/** How well every word of the query is found, 0 for not at all. Starts of words beat middles, the title beats the rest. */
export function matchScore(query: string, { title, keywords = '', hint = '' }: Searchable): number {
  const words = wordsOf(query)
  if (words.length === 0) return 1
  const inTitle = title.toLowerCase()
  const inRest = `${keywords} ${hint}`.toLowerCase()
  let score = 0
  for (const word of words) {
    if (inTitle.startsWith(word)) score += 4
    else if (inTitle.includes(` ${word}`)) score += 3
    else if (inTitle.includes(word)) score += 2
    else if (inRest.includes(word)) score += 1
    else return 0
  }
  return score / words.length
}

export type MarkedText = { text: string; marked: boolean }

/** The title in pieces, those that the query found marked. */
export function markMatches(query: string, title: string): readonly MarkedText[] {
  const words = wordsOf(query).toSorted((a, b) => b.length - a.length)
  if (words.length === 0) return [{ text: title, marked: false }]
  const escaped = words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`))
  const pieces = title.split(new RegExp(`(${escaped.join('|')})`, 'giu')).filter(Boolean)
  return pieces.map((text) => ({ text, marked: words.includes(text.toLowerCase()) }))
}
