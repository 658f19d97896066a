import type { Core } from '../core/app.ts'
import type { Clock, Log } from '../core/ports.ts'

export type WakeDeps = { core: Pick<Core, 'suspend' | 'resume'>; clock: Clock; log: Log }

const everyMs = 10_000
/** Later than a busy machine makes a timer. A clock that is set forward looks the same, and does no harm. */
const sleptMs = 30_000

/**
 * Nobody tells a program without a window that the machine slept. While it sleeps no timer fires, but the wall clock goes
 * on: a timer that finds it far ahead has slept. What the desktop does before and after sleep is done then, both after.
 */
export function followSleep({ core, clock, log }: WakeDeps): { dispose(): void } {
  let last = clock.now()
  const timer = clock.every(everyMs, () => {
    const now = clock.now()
    const lostMs = now - last - everyMs
    last = now
    if (lostMs < sleptMs) return
    log.info('power.woke', { lostMs })
    core.suspend()
    core.resume().catch((error: unknown) => log.error('power.resume-failed', { error }))
  })
  return { dispose: timer.cancel }
}
