import { dialog } from 'electron'
import { AppError } from '../contract/errors.ts'
import type { InstanceAnswer } from '../core/instance/ask-instance.ts'
import type { Log } from '../core/ports.ts'
import { openLink } from './open-link.ts'
import { startFailure, texts } from './texts.ts'

/** Something is wrong with the folder or the arguments before anything was opened. Every host says it; then it ends. */
export function refuseStart(error: unknown, data: string): void {
  const why = error instanceof Error ? error.message : String(error)
  dialog.showErrorBox(texts.startFailed, error instanceof AppError ? startFailure(error.code, data) : why)
}

export type StartFailureDeps = {
  data: string
  /** Asks the program that holds the data to show itself. */
  askRunning(): Promise<InstanceAnswer | null>
  log: Log
}

/**
 * The core did not open. Where the web host has the data open, its link is offered; else the reason is said in plain
 * words. Returns the code to exit with.
 */
export async function tellStartFailure(error: unknown, { data, askRunning, log }: StartFailureDeps): Promise<number> {
  const code = error instanceof AppError ? error.code : null
  log.error('start.failed', { code, error })
  const running = code === 'DATA_LOCKED' ? await askRunning() : null
  // The other desktop app has come to the front already.
  if (running?.kind === 'desktop') return 0
  if (running === null) {
    dialog.showErrorBox(texts.startFailed, startFailure(code, data))
    return 1
  }
  const { response } = await dialog.showMessageBox({
    type: 'info',
    message: texts.runningInBrowser,
    detail: texts.runningInBrowserDetail,
    buttons: [texts.openInBrowser, texts.close],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  if (response === 0) await openLink(running.url)
  return 0
}
