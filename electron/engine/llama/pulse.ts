/** Far more often than the app would miss a sign of progress. */
const pulseMs = 1000

export type PulseDeps = {
  after(ms: number, run: () => void): () => void
  /** Where the engine is in its context. */
  position(): number
  beat(): void
}

/**
 * Beats once a second for as long as the position moves: the binding keeps words back that may still become something
 * else, such as the parts of a character, and meanwhile the app hears nothing. Returns what ends it.
 */
export function startPulse({ after, position, beat }: PulseDeps): () => void {
  let last = position()
  let cancel = after(pulseMs, look)

  function look(): void {
    const now = position()
    if (now !== last) beat()
    last = now
    cancel = after(pulseMs, look)
  }
  return () => cancel()
}
