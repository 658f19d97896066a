import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import type { ElectronApplication, Page } from '@playwright/test'

const root = join(import.meta.dirname, '..', '..')

/** Why the desktop app cannot be started on this machine, or null when it can. */
export function desktopObstacle(): string | null {
  if (electronBinary() === null) return "Electron's binary is not here"
  if (process.platform !== 'linux') return null
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return 'there is no display'
  return process.getuid?.() === 0 ? "Electron's sandbox does not work for root" : null
}

/** Where Electron's binary lies. Read from its files: importing the package would start a download. */
export function electronBinary(): string | null {
  const folder = join(root, 'node_modules', 'electron')
  const name = join(folder, 'path.txt')
  if (!existsSync(name)) return null
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist')
  const binary = join(dist, readFileSync(name, 'utf8').trim())
  return existsSync(binary) ? binary : null
}

export type LaunchDesktopOptions = {
  data: string
  engine: 'fake' | 'llama'
  args?: readonly string[]
  env?: Readonly<Record<string, string>>
}

export type RunningDesktop = {
  app: ElectronApplication
  page: Page
  /** Quits as the menu does, and waits until it is gone. */
  stop(): Promise<void>
  /** As the end of power does. */
  kill(): Promise<void>
}

/** Starts the built desktop app on a data folder and waits for its window. Its sandbox stays on. */
export async function launchDesktop({
  data,
  engine,
  args = [],
  env = {},
}: LaunchDesktopOptions): Promise<RunningDesktop> {
  const executablePath = electronBinary()
  if (executablePath === null) throw new Error("Electron's binary is not here")
  const { INGLE_ENGINE: _, ELECTRON_RUN_AS_NODE: __, ...inherited } = process.env
  const app = await _electron.launch({
    executablePath,
    args: [root, ...args],
    chromiumSandbox: true,
    env: {
      ...Object.fromEntries(
        Object.entries(inherited).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      ),
      INGLE_DATA: data,
      ...(engine === 'fake' && { INGLE_ENGINE: 'fake' }),
      ...env,
    },
  })
  const child = app.process()
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    app,
    page: await app.firstWindow(),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) await app.close()
      await gone
    },
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}
