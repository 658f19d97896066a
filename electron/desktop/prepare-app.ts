import { mkdirSync } from 'node:fs'
import type { App } from 'electron'
import { folderErrors } from '../core/folder-errors.ts'
import type { DesktopPaths } from './app-paths.ts'
import { silenceChromium } from './network-silence.ts'
import { texts } from './texts.ts'

/** Must be the same as in electron-builder.yml: Windows groups windows and notifications by it. */
export const appId = 'app.ingle.desktop'

/** All that has to be settled before Electron is ready. Throws `DATA_…` when the data folder cannot be made. */
export function prepareApp(app: App, paths: DesktopPaths): void {
  // Chats are their owner's alone, also in a data folder that others may look into.
  process.umask(0o077)
  app.enableSandbox()
  app.setName(texts.appName)
  app.setAppUserModelId(appId)
  folderErrors(() => mkdirSync(paths.chromium, { recursive: true, mode: 0o700 }))
  // The lock of a single instance lies in `userData`, so it counts for the data folder and not for the program.
  app.setPath('userData', paths.chromium)
  app.setPath('sessionData', paths.chromium)
  app.setPath('crashDumps', paths.chromium)
  app.setAppLogsPath(paths.logs)
  silenceChromium(app.commandLine)
}
