/**
 * A question of the sets that were set aside must not be one that the model was taught. Two questions collide
 * - when they are equal once case, punctuation and runs of spaces are folded away, or
 * - when they share over 0.8 of their words: the Jaccard index of their two sets of folded words,
 *   |A ∩ B| / |A ∪ B|, is above 0.8. A word is a run of letters and digits; how often it occurs does not count.
 */
export function fold(text: string): string {
  return words(text).join(' ')
}

function words(text: string): string[] {
  return (
    text
      .toLowerCase()
      .normalize('NFKC')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}

export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length
  const all = a.size + b.size - shared
  return all === 0 ? 0 : shared / all
}

export interface Collision {
  setAside: string
  trained: string
  shared: number
}

/** A text without letters and digits folds to nothing; it is compared as it stands. */
function key(text: string): string {
  return fold(text) || text.trim()
}

export function collisions(setAside: readonly string[], trained: readonly string[]): Collision[] {
  const known = new Map(trained.map((text) => [key(text), text]))
  const sets = trained.map((text) => ({ text, set: new Set(words(text)) }))
  return setAside.flatMap((text) => {
    const equal = known.get(key(text))
    if (equal !== undefined) return [{ setAside: text, trained: equal, shared: 1 }]
    const set = new Set(words(text))
    return sets
      .map(({ text: other, set: otherSet }) => ({ setAside: text, trained: other, shared: jaccard(set, otherSet) }))
      .filter(({ shared }) => shared > 0.8)
  })
}
