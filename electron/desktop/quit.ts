import { BrowserWindow, type App } from 'electron'
import type { Clock, Log } from '../core/ports.ts'

export const longestQuitMs = 3000

export type QuitDeps = {
  app: App
  clock: Clock
  log: Log
  /** Stores what is being made and ends the engine. */
  dispose(): Promise<void>
}

/**
 * Quitting in mid-answer loses nothing: the first attempt is held up until everything is stored, three seconds at most,
 * then the app quits by itself. Windows are gone at once, so that it feels as quick as it should.
 */
export function quitInOrder({ app, clock, log, dispose }: QuitDeps): void {
  let phase: 'open' | 'closing' | 'closed' = 'open'

  function finish(): void {
    if (phase === 'closed') return
    phase = 'closed'
    app.quit()
  }

  async function close(): Promise<void> {
    const late = clock.after(longestQuitMs, () => {
      log.error('quit.too-long', { ms: longestQuitMs })
      finish()
    })
    try {
      await dispose()
    } catch (error) {
      log.error('quit.failed', { error })
    }
    late.cancel()
    finish()
  }

  app.on('before-quit', (event) => {
    if (phase === 'closed') return
    event.preventDefault()
    if (phase === 'closing') return
    phase = 'closing'
    for (const window of BrowserWindow.getAllWindows()) window.hide()
    void close()
  })
}
