/** Long enough that parts are few, short enough that the one which still grows is read again in no time. */
const shortestPart = 2000

/** Names that can be used anywhere in a text, before or after: such a text is one part. */
const definition = /^[ \t>]*\[[^\]\n]+\]:/m
/** What may begin a part: a heading or a plain paragraph at the margin. */
const beginning = /[#\p{L}"'“‘(]/u
const fence = /^ {0,3}(`{3,}|~{3,})/
const mathEdge = /\$\$|\\\[|\\\]/g

export type Parts = { text: string; ends: readonly number[]; whole: boolean }

export const noParts: Parts = { text: '', ends: [], whole: false }

/**
 * Cuts an answer where nothing of what stands before can change any more, whatever follows: only the last part has to be
 * read again while it grows. The cuts depend on the text alone, not on how it came. `before` is the result for a
 * beginning of this text, if there is one; its cuts are taken over.
 */
export function splitParts(text: string, before: Parts = noParts): Parts {
  if (definition.test(text)) return { text, ends: [], whole: true }
  const goesOn = !before.whole && text.startsWith(before.text)
  const ends = goesOn ? [...before.ends] : []
  let start = ends.at(-1) ?? 0
  for (let end = nextCut(text, start); end !== null; end = nextCut(text, start)) {
    ends.push(end)
    start = end
  }
  return { text, ends, whole: false }
}

export function partsOf({ text, ends }: Parts): string[] {
  const starts = [0, ...ends]
  return starts.map((start, index) => text.slice(start, ends[index] ?? text.length))
}

/** The first place at least a part's length after `start` where another one may begin, or null. */
function nextCut(text: string, start: number): number | null {
  let open: string | null = null
  let inMath = false
  let afterBlank = false
  let at = start
  while (at < text.length) {
    const newline = text.indexOf('\n', at)
    const line = text.slice(at, newline < 0 ? text.length : newline)
    const mark = fence.exec(line)?.[1]
    if (afterBlank && open === null && !inMath && at - start >= shortestPart && beginning.test(line.slice(0, 1)))
      return at
    if (open !== null) {
      if (mark && mark[0] === open[0] && mark.length >= open.length && line.trim() === mark) open = null
    } else if (mark) {
      open = mark
    } else {
      for (const [edge] of line.matchAll(mathEdge)) inMath = edge === '$$' ? !inMath : edge === '\\['
    }
    afterBlank = line.trim() === ''
    if (newline < 0) return null
    at = newline + 1
  }
  return null
}
