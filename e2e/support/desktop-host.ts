import type { Page } from '@playwright/test'
import { launchDesktop } from '../desktop/launch-desktop.ts'
import type { LaunchDesktopOptions } from '../desktop/launch-desktop.ts'

/** The Electron app as a flow needs it. */
export async function startDesktopHost(options: LaunchDesktopOptions) {
  const running = await launchDesktop(options)
  return {
    ...running,
    loseHost: (): Promise<void> => Promise.reject(new Error('The window goes with the app')),
    secondPage: (): Promise<Page> => Promise.reject(new Error('The desktop has one window')),
  }
}
