import type { Clock } from './ports.ts'

/**
 * How long a long job still takes, from how fast it goes now. `at` is told how much is done (0 to 1) and returns the
 * milliseconds left, or null while nobody can know.
 */
export type TimeLeft = { at(share: number): number | null }

/** Before that the first steps, which are seldom like the rest, are all there is. */
const longEnoughMs = 400
const enoughShare = 0.01
/** Speed is that of the last so many milliseconds: disks and long prompts become slower on the way. */
const windowMs = 3000
/** What is told follows what is measured this slowly, so that it counts down and does not jump. */
const settlingMs = 1000

/** A share that is not a number, or goes back, tells nothing. */
export function createTimeLeft(clock: Pick<Clock, 'monotonic'>): TimeLeft {
  const start = clock.monotonic()
  let steps: { at: number; share: number }[] = []
  /** When it will be done, as it was told last. */
  let told: { endsAt: number; at: number } | null = null

  function measured(now: number): number | null {
    const [first, last] = [steps[0], steps.at(-1)]
    if (first === undefined || last === undefined || now - start < longEnoughMs) return null
    const [done, ms] = [last.share - first.share, now - first.at]
    if (done < enoughShare || ms <= 0) return null
    return now + ((1 - last.share) * ms) / done
  }

  function endsAt(now: number): number | null {
    const next = measured(now)
    if (told === null) return next
    // It stands still for now: so does the time left.
    if (next === null) return now + told.endsAt - told.at
    const weight = 1 - Math.exp(-(now - told.at) / settlingMs)
    return told.endsAt + (next - told.endsAt) * weight
  }

  return {
    at(share) {
      const now = clock.monotonic()
      const last = steps.at(-1)
      if (Number.isFinite(share) && share >= (last?.share ?? 0)) {
        steps.push({ at: now, share: Math.min(1, share) })
        // One step from before the window stays: speed is measured from it.
        const inside = steps.findIndex(({ at }) => at > now - windowMs)
        if (inside > 1) steps = steps.slice(inside - 1)
      }
      const end = endsAt(now)
      if (end === null) return null
      told = { endsAt: end, at: now }
      return Math.max(0, Math.round(end - now))
    },
  }
}
