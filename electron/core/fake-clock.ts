import type { Clock, Timer } from './ports.ts'

type Entry = { at: number; order: number; every: number | null; run: () => void }

/** Time that moves only when a test says so. */
export type FakeClock = Clock & {
  /** Moves time on and fires what falls due, in order of time, timers made on the way included. */
  advance(ms: number): void
  /** The same, and lets promises and queued callbacks settle before, between and after the timers. */
  advanceAsync(ms: number): Promise<void>
  /** Lets the wall clock jump as it does after sleep or a correction; no timer fires. */
  jump(ms: number): void
  /** How many timers wait. */
  pending(): number
}

export function createFakeClock(start = Date.UTC(2026, 0, 1)): FakeClock {
  const entries = new Set<Entry>()
  let elapsed = 0
  let wall = start
  let order = 0

  function add(ms: number, every: number | null, run: () => void): Timer {
    const entry: Entry = { at: elapsed + Math.max(0, ms), order: order++, every, run }
    entries.add(entry)
    return { cancel: () => void entries.delete(entry) }
  }

  function moveTo(at: number): void {
    wall += at - elapsed
    elapsed = at
  }

  /** Fires the next timer due by `end`; false when there is none. */
  function step(end: number): boolean {
    let next: Entry | undefined
    for (const entry of entries) {
      if (entry.at > end) continue
      if (!next || entry.at < next.at || (entry.at === next.at && entry.order < next.order)) next = entry
    }
    if (!next) return false
    moveTo(Math.max(elapsed, next.at))
    if (next.every === null) entries.delete(next)
    else next.at += next.every
    next.run()
    return true
  }

  return {
    now: () => wall,
    monotonic: () => elapsed,
    after: (ms, run) => add(ms, null, run),
    every: (ms, run) => add(Math.max(1, ms), Math.max(1, ms), run),
    advance(ms) {
      const end = elapsed + ms
      while (step(end));
      moveTo(end)
    },
    async advanceAsync(ms) {
      const end = elapsed + ms
      do await settle()
      while (step(end))
      moveTo(end)
      await settle()
    },
    jump: (ms) => void (wall += ms),
    pending: () => entries.size,
  }
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
