import { join } from 'node:path'
import { _electron } from '@playwright/test'
import type { Page } from '@playwright/test'

const root = join(import.meta.dirname, '..', '..')

export type DesktopHostOptions = {
  data: string
  engine: 'fake' | 'llama'
  env: Readonly<Record<string, string>>
}

/** The Electron app, as far as a flow needs it; runs only where Electron's binary is. */
export async function startDesktopHost({ data, engine, env }: DesktopHostOptions) {
  const { INGLE_ENGINE: _, ...inherited } = process.env
  const present = Object.entries(inherited).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const app = await _electron.launch({
    args: [root],
    env: {
      ...Object.fromEntries(present),
      INGLE_DATA: data,
      ...(engine === 'fake' && { INGLE_ENGINE: 'fake' }),
      ...env,
    },
  })
  const page: Page = await app.firstWindow()
  return {
    page,
    secondPage: (): Promise<Page> => Promise.reject(new Error('The desktop has one window')),
    stop: () => app.close(),
    async kill() {
      const child = app.process()
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
    },
  }
}
