import { session, type App, type Session } from 'electron'
import type { Assets } from '../core/assets.ts'
import { silenceSession } from './network-silence.ts'
import { handleSchemes } from './protocol.ts'
import { denyPermissions } from './security.ts'

/** Every session, the one in use and any that something might make later. */
export function hardenSessions({ app, handler }: { app: App; handler: Assets }): void {
  const harden = (target: Session): void => {
    denyPermissions(target)
    silenceSession(target, { packaged: app.isPackaged })
    handleSchemes(target.protocol, handler)
  }
  harden(session.defaultSession)
  app.on('session-created', harden)
}
