import { proseRanges } from './prose-ranges.ts'

/**
 * Models write formulas as `$x$`, `\(x\)`, `\[x\]` and `$$x$$` on one line; the parser knows `$$`, inline or on lines of
 * its own. This brings every form to those two and leaves code, prices (`$5 and $6`) and variables (`$HOME`) alone.
 */
export function normaliseMath(text: string): string {
  if (!/[$]|\\[([]/.test(text)) return text
  let out = ''
  let at = 0
  for (const range of proseRanges(text)) {
    out += text.slice(at, range.from) + normaliseProse(text.slice(range.from, range.to))
    at = range.to
  }
  return out + text.slice(at)
}

type Step = { written: string; next: number }

function normaliseProse(text: string): string {
  const special = /[`\\$]/g
  let out = ''
  let at = 0
  for (;;) {
    special.lastIndex = at
    const found = special.exec(text)
    if (!found) return out + text.slice(at)
    out += text.slice(at, found.index)
    const step = stepAt(text, found.index)
    out += step.written
    at = step.next
  }
}

function stepAt(text: string, at: number): Step {
  const char = text[at]
  if (char === '`') return codeSpan(text, at)
  if (char === '\\') {
    const next = text[at + 1]
    if (next === '(') return bracketed(text, at, '\\)')
    if (next === '[') return bracketed(text, at, '\\]')
    return { written: text.slice(at, at + 2), next: at + 2 }
  }
  return text[at + 1] === '$' ? doubleDollar(text, at) : singleDollar(text, at)
}

const keep = (text: string, from: number, to: number): Step => ({ written: text.slice(from, to), next: to })

function codeSpan(text: string, at: number): Step {
  let ticks = at
  while (text[ticks] === '`') ticks += 1
  const end = paragraphEnd(text, ticks)
  const run = /`+/g
  run.lastIndex = ticks
  for (let found = run.exec(text); found && found.index < end; found = run.exec(text)) {
    if (found[0].length === ticks - at) return keep(text, at, run.lastIndex)
  }
  return keep(text, at, ticks)
}

function bracketed(text: string, at: number, close: string): Step {
  const end = text.indexOf(close, at + 2)
  if (end < 0 || end > paragraphEnd(text, at)) return keep(text, at, at + 2)
  const content = text.slice(at + 2, end)
  if (content.trim() === '' || content.includes('$$')) return keep(text, at, at + 2)
  const next = end + 2
  return { written: close === '\\]' ? display(text, at, next, content) : inline(content), next }
}

function doubleDollar(text: string, at: number): Step {
  const end = text.indexOf('$$', at + 2)
  if (end < 0) return keep(text, at, text.length)
  const content = text.slice(at + 2, end)
  const next = end + 2
  const fenced = /^[ \t]*\n/.test(content)
  if (fenced || content.trim() === '' || text[next] === '$') return keep(text, at, next)
  return { written: display(text, at, next, content), next }
}

/** Pandoc's rule for single dollars, and no digits or letters right outside. */
function singleDollar(text: string, at: number): Step {
  const single = keep(text, at, at + 1)
  const before = text[at - 1] ?? ' '
  const first = text[at + 1] ?? ' '
  if (/[\w\\$]/.test(before) || /[\s$]/.test(first)) return single
  // The next dollar has to be the closing one: between `$5 and $6 and $x$` only the last two belong together.
  const dollar = /(?<!\\)\$/g
  dollar.lastIndex = at + 1
  const end = dollar.exec(text)?.index
  if (end === undefined || /\s/.test(text[end - 1] ?? ' ') || /[\w$]/.test(text[end + 1] ?? ' ')) return single
  const content = text.slice(at + 1, end)
  const aPrice = /^\d[\d.,]*\s/.test(content) && !/[\\^_=+<>]/.test(content)
  if (content.includes('\n') || content.includes('`') || aPrice) return single
  return { written: inline(content), next: end + 1 }
}

const inline = (content: string): string => `$$${content.trim().replace(/\s*\n[\s>]*/g, ' ')}$$`

/** Alone on its lines it becomes a block, keeping the quote marks or the indentation of a list around it. */
function display(text: string, at: number, next: number, content: string): string {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1
  const prefix = text.slice(lineStart, at)
  const lineEnd = text.indexOf('\n', next)
  const rest = text.slice(next, lineEnd < 0 ? text.length : lineEnd)
  if (!/^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?$/.test(prefix) || rest.trim() !== '') return inline(content)
  const indent = prefix.replace(/[^>\t]/g, ' ')
  const lines = content
    .trim()
    .split('\n')
    .map((line) => line.replace(/^[ \t>]+/, ''))
  return ['$$', ...lines.map((line) => indent + line), `${indent}$$`].join('\n')
}

function paragraphEnd(text: string, at: number): number {
  const blank = /\n[ \t]*(?:\n|$)/g
  blank.lastIndex = at
  return blank.exec(text)?.index ?? text.length
}
