import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, dialog } from 'electron'
import { createCore } from '../core/app.ts'
import { systemClock } from '../core/clock.ts'
import { askInstance } from '../core/instance/ask-instance.ts'
import { startDesktop } from './start-desktop.ts'
import { startFailure, texts } from './texts.ts'

/** Electron's own answer to an error nobody caught is a dialog with a stack. */
function leave(error: unknown): void {
  dialog.showErrorBox(texts.startFailed, startFailure(null, error instanceof Error ? error.message : String(error)))
  app.exit(1)
}

// The entry of the desktop app. Not awaited: Electron becomes ready only after this file has run.
startDesktop({
  createCore,
  askRunning: askInstance,
  clock: systemClock,
  environment: process.env,
  argv: process.argv.slice(1),
  platform: process.platform,
  here: dirname(fileURLToPath(import.meta.url)),
  resourcesPath: process.resourcesPath,
  killProcess: (pid) => process.kill(pid, 'SIGKILL'),
}).catch(leave)
