/** The part of the app's Clock that the scripted engine uses. */
export type Timers = {
  monotonic(): number
  after(ms: number, run: () => void): { cancel(): void }
  every(ms: number, run: () => void): { cancel(): void }
}

/** `tokensPerSecond` may be Infinity: then nothing waits. */
export type FakeSpeed = { tokensPerSecond: number; loadMs: number }

export const machineTimers: Timers = {
  monotonic: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return { cancel: () => clearTimeout(timer) }
  },
  every(ms, run) {
    const timer = setInterval(run, ms)
    return { cancel: () => clearInterval(timer) }
  },
}

/** Waits, and answers whether it is still wanted. A wait of 0 lets other events pass first. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<boolean>

export function createPause(timers: Timers): Pause {
  return (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve(false)
      if (ms <= 0) return void setImmediate(() => resolve(!signal.aborted))
      const onAbort = (): void => {
        timer.cancel()
        resolve(false)
      }
      const timer = timers.after(ms, () => {
        signal.removeEventListener('abort', onAbort)
        resolve(true)
      })
      signal.addEventListener('abort', onAbort, { once: true })
    })
}
