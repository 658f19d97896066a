/**
 * Threads for llama.cpp. More than there are processors is ruinous (a hundred times slower on two), so a number that was
 * asked for is held to that. By itself: one per physical core, one left free for the page where there are enough.
 */
export function threadCount(asked: number | 'auto', physical: number, logical: number): number {
  if (asked !== 'auto') return Math.max(1, Math.min(asked, logical))
  const spare = logical > 4 ? 1 : 0
  return Math.max(1, Math.min(physical, logical - spare))
}
