import { dialog, type BrowserWindow } from 'electron'
import type { Clock, Log } from '../core/ports.ts'
import { texts } from './texts.ts'

const mostInARow = 3
const rowMs = 60_000

/**
 * A page whose process ends (memory, a graphics driver) is loaded again: all that matters lives in the core, and an
 * answer goes on there meanwhile. A page that keeps ending is not loaded for ever.
 */
export function recoverPage(window: BrowserWindow, { clock, log }: { clock: Clock; log: Log }): void {
  let ends: number[] = []
  window.webContents.on('render-process-gone', (_, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    log.error('page.gone', { reason, exitCode })
    const now = clock.monotonic()
    ends = [...ends.filter((at) => now - at < rowMs), now]
    if (ends.length < mostInARow) return window.webContents.reload()
    dialog.showErrorBox(texts.pageFailed, texts.pageFailedDetail)
    window.close()
  })
  window.webContents.on('unresponsive', () => log.warn('page.unresponsive'))
  window.webContents.on('responsive', () => log.info('page.responsive'))
}
