import { proseRanges } from './prose-ranges.ts'

const levels = 24
const columns = 120
const marker = '[ \\t]*(?:>|[-*+][ \\t]|\\d{1,9}[.)][ \\t])'
const deep = new RegExp(`^((?:${marker}){${String(levels)}})((?:${marker})+)`, 'gm')
const farIn = new RegExp(`^[ \\t]{${String(columns)},}`, 'gm')

/**
 * Quotes and lists are nested as deep as anybody reads; what goes deeper becomes text. The parser's work grows with the
 * square of the depth, and elements thousands deep break the page.
 */
export function limitNesting(text: string): string {
  if (text.search(deep) < 0 && text.search(farIn) < 0) return text
  let out = ''
  let at = 0
  for (const { from, to } of proseRanges(text)) {
    const prose = text.slice(from, to)
    const limited = prose
      .replace(deep, (_whole, kept: string, rest: string) => kept + rest.replace(/[>*+.)-]/g, '\\$&'))
      .replace(farIn, ' '.repeat(columns))
    out += text.slice(at, from) + limited
    at = to
  }
  return out + text.slice(at)
}
