/** Parts of the sample's source that do not come out as its letters and digits: formulas, addresses, fence names, boxes, numbers of lists. */
const unseen = /\$\$[\s\S]*?(?:\$\$|(?![\s\S]))|\$[^$\n]+\$|\]\([^)\n]*\)|^```\w*|^- \[[x ]\]|^\d+\. /gm
const letter = /[\p{L}\p{N}]/u

/**
 * For every position of a Markdown source, how many letters and digits are on the page once the source up to there is
 * shown. What is on the page is counted the same way, and the two together say how far the page has come.
 */
export function visibleLetters(source: string): number[] {
  const hidden = new Uint8Array(source.length)
  for (const found of source.matchAll(unseen)) hidden.fill(1, found.index, found.index + found[0].length)
  const counts = [0]
  let count = 0
  for (let at = 0; at < source.length; at += 1) {
    if (hidden[at] === 0 && letter.test(source[at] ?? '')) count += 1
    counts.push(count)
  }
  return counts
}

/** The furthest position of the source that is shown with so many letters on the page. */
export function shownUpTo(counts: readonly number[], letters: number): number {
  let low = 0
  let high = counts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((counts[middle] ?? 0) <= letters) low = middle
    else high = middle - 1
  }
  return low
}
