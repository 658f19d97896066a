export type Range = { from: number; to: number }

const fence = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})(.*)$/
const listMarker = /^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]/

/** Where a text is prose: outside fences and indented code. Ranges hold whole lines. */
export function proseRanges(text: string): Range[] {
  const ranges: Range[] = []
  let from = 0
  let open: string | null = null
  let inList = false
  let afterBlank = true
  const code = (start: number, end: number): void => {
    if (start > from) ranges.push({ from, to: start })
    from = end
  }
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline + 1
    const line = text.slice(start, newline < 0 ? end : newline)
    const mark = fence.exec(line)
    const ticks = mark?.[1]
    if (open !== null) {
      code(start, end)
      if (ticks && ticks[0] === open[0] && ticks.length >= open.length && mark[2]?.trim() === '') open = null
    } else if (ticks && !(ticks[0] === '`' && mark[2]?.includes('`'))) {
      open = ticks
      code(start, end)
    } else if (afterBlank && !inList && /^(?: {4}|\t)/.test(line)) {
      code(start, end)
    }
    const blank = line.trim() === ''
    // Indented code goes on over blank lines, and a list ends at the first line that begins at the margin.
    afterBlank = blank || (afterBlank && /^(?: {4}|\t)/.test(line))
    if (!blank && (listMarker.test(line) || /^\S/.test(line))) inList = listMarker.test(line)
    start = end
  }
  code(text.length, text.length)
  return ranges
}
