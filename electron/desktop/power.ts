import type { App, PowerMonitor } from 'electron'
import type { Core } from '../core/app.ts'
import type { Log } from '../core/ports.ts'

export type PowerDeps = { power: PowerMonitor; app: App; core: Pick<Core, 'suspend' | 'resume'>; log: Log }

/** Sleep, wake and the end of the system. */
export function followPower({ power, app, core, log }: PowerDeps): void {
  power.on('suspend', () => {
    log.info('power.suspend')
    core.suspend()
  })
  power.on('resume', () => {
    log.info('power.resume')
    core.resume().catch((error: unknown) => log.error('power.resume-failed', { error }))
  })
  // Quitting in order takes a moment; the text itself is on disk within a second anyway.
  power.on('shutdown', () => app.quit())
}
