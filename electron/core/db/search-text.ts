/** Raise when `searchText` changes: the index is then filled anew at the next start. */
export const searchTextVersion = '1'

// Scripts written without spaces. Each of their characters is a word of its own, so that a query finds the middle of a
// sentence; several in a row are looked up as a phrase.
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu

// Of all marks those that the index ignores; naming every mark there is makes a pattern a hundred times dearer.
const accents = '[\\u0300-\\u036f]*'

const wordCharacter = /[\p{L}\p{N}\p{Co}]/u
const words = /[\p{L}\p{N}\p{Co}\p{M}]+/gu

// A pasted library must not hold everything up while its words are sorted: a book of 500 pages is looked through, and
// of what is longer its beginning.
const longestText = 1_000_000

/** Text as it goes into the index. The same text must give the same result for as long as the version stays. */
export function searchText(text: string): string {
  return text.slice(0, longestText).toWellFormed().replaceAll('\0', ' ').replace(unspaced, ' $& ')
}

/**
 * What a person typed as a query that means just those words, all of them, the last one perhaps unfinished. Every word
 * is quoted, so nothing in it is read as an operator. null when there is no word in it.
 */
export function searchQuery(typed: string): string | null {
  const phrases = typed
    .split(/\s+/u)
    .filter((word) => wordCharacter.test(word))
    .map((word) => `"${searchText(word).replaceAll('"', '""').trim()}"`)
  return phrases.length === 0 ? null : `${phrases.join(' AND ')} *`
}

const excerptLength = 160
const leadLength = 40
const mostMatches = 1000

/**
 * Shows the stretch of a text that holds most of the typed words, on one line, `…` where it was cut. Made once per
 * query: the pattern is what costs.
 */
export function createExcerpt(typed: string): (text: string) => string {
  const terms = fold(typed).match(words) ?? []
  let pattern: RegExp | null = null
  return (text) => {
    if (pattern === null && terms.length > 0) pattern = termPattern(terms)
    // Decomposed, an accent is a character of its own that the pattern may skip.
    const decomposed = text.slice(0, longestText).toWellFormed().normalize('NFD')
    const start = pattern === null ? 0 : bestStart(decomposed, pattern)
    const from = start <= leadLength ? 0 : wordStart(decomposed, start - leadLength)
    const to = Math.min(decomposed.length, from + excerptLength)
    const line = decomposed
      .slice(from, to)
      .toWellFormed()
      .replaceAll('\uFFFD', '')
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim()
    return `${from > 0 ? '…' : ''}${line.normalize('NFC')}${to < decomposed.length ? '…' : ''}`
  }
}

function bestStart(text: string, pattern: RegExp): number {
  const matches: { at: number; term: string }[] = []
  for (const match of text.matchAll(pattern)) {
    matches.push({ at: match.index, term: fold(match[0]) })
    if (matches.length === mostMatches) break
  }
  let best = { at: 0, count: 0 }
  matches.forEach(({ at }, first) => {
    const inside = new Set<string>()
    for (let index = first; index < matches.length; index++) {
      const match = matches[index]
      if (match === undefined || match.at >= at + excerptLength - leadLength) break
      inside.add(match.term)
    }
    if (inside.size > best.count) best = { at, count: inside.size }
  })
  return best.at
}

function termPattern(terms: readonly string[]): RegExp {
  const sources = terms.map((term) => Array.from(term, (character) => `${character}${accents}`).join(''))
  // A word is found where it begins; in a script without spaces every character begins one.
  return new RegExp(`(?:(?<![\\p{L}\\p{N}])|(?=${unspaced.source}))(?:${sources.join('|')})`, 'giu')
}

function wordStart(text: string, near: number): number {
  const space = text.slice(near, near + leadLength).search(/\s/u)
  return space === -1 ? near : near + space + 1
}

function fold(text: string): string {
  return text.toWellFormed().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
