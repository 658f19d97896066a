import type { NativeTheme } from 'electron'
import type { Client } from '../contract/index.ts'
import type { Log } from '../core/ports.ts'

export type FollowThemeDeps = {
  settings: Pick<Client['settings'], 'watch'>
  theme: NativeTheme
  signal: AbortSignal
  log: Log
}

/**
 * Keeps the system's parts of the window (title bar, menus, dialogs) in the theme that is set in the app. Resolves once
 * the theme is known, so that the window opens in it.
 */
export function followTheme({ settings, theme, signal, log }: FollowThemeDeps): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  async function follow(): Promise<void> {
    try {
      for await (const event of await settings.watch(undefined, { signal })) {
        theme.themeSource = event.settings.theme
        resolve()
      }
    } catch (error) {
      if (!signal.aborted) log.warn('theme.not-followed', { error })
    }
    resolve()
  }
  void follow()
  return promise
}
