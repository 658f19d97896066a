import type { Clock, Timer } from './ports.ts'

/** The longest delay a timer of Node takes; anything above fires at once. */
const longestDelay = 2 ** 31 - 1

/** The machine's own time. Delays of any length; a timer keeps the process alive until it fires or is cancelled. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after,
  every(ms, run) {
    const timer = setInterval(run, Math.min(Math.max(1, ms), longestDelay))
    return { cancel: () => clearInterval(timer) }
  },
}

function after(ms: number, run: () => void): Timer {
  let left = Math.max(0, ms)
  let handle: ReturnType<typeof setTimeout>
  const arm = (): void => {
    const step = Math.min(left, longestDelay)
    left -= step
    handle = setTimeout(() => (left > 0 ? arm() : run()), step)
  }
  arm()
  return { cancel: () => clearTimeout(handle) }
}
