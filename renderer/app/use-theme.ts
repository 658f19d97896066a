import { useEffect } from 'react'
import type { Settings } from '../../electron/contract/settings.ts'

/** Read by first-paint.js before anything is painted. */
const storageKey = 'ingle.theme'

export function applyTheme(theme: Settings['theme'], root: HTMLElement = document.documentElement): void {
  if (theme === 'system') delete root.dataset['theme']
  else root.dataset['theme'] = theme
  try {
    if (theme === 'system') localStorage.removeItem(storageKey)
    else localStorage.setItem(storageKey, theme)
  } catch {
    // Without storage the next start is painted in the system's theme first.
  }
}

export function useTheme(theme: Settings['theme'] | undefined): void {
  useEffect(() => {
    if (theme) applyTheme(theme)
  }, [theme])
}
