/**
 * Up to this size one thread is the fastest: the binding starts and joins its threads anew for every token, which takes
 * up to some milliseconds. A model of a million parameters writes 90 tokens a second with two threads on two cores and a
 * thousand with one. What answers show decides in the end.
 */
const smallModelBytes = 64e6

/**
 * Threads for llama.cpp. More than there are processors is ruinous (a hundred times slower on two), so a number that was
 * asked for is held to that. By itself: one per physical core, one left free for the page where there are enough.
 */
export function threadCount(asked: number | 'auto', physical: number, logical: number, modelBytes = Infinity): number {
  if (asked !== 'auto') return Math.max(1, Math.min(asked, logical))
  if (modelBytes <= smallModelBytes) return 1
  const spare = logical > 4 ? 1 : 0
  return Math.max(1, Math.min(physical, logical - spare))
}

/** Numbers of threads that may write faster than `usual`, which comes first: on a busy machine, or one short of bandwidth. */
export function threadsToTry(usual: number, logical: number): readonly number[] {
  if (usual === 1) return logical === 1 ? [1] : [1, 2]
  return [...new Set([usual, usual - 1, Math.ceil(usual / 2)])]
}
