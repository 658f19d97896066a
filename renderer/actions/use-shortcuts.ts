import { useEffect } from 'react'
import { allActions, isEnabled } from './registry.ts'
import { isMac, matchesShortcut, type Shortcut } from './shortcut.ts'

/** Whether this key press belongs to an input method that is still composing a word. */
export function isComposing(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  // 229: what Safari and older Chromium report for the key that ends a composition.
  return event.isComposing || event.keyCode === 229
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
}

/** Keys that write or edit text: in a field they belong to the field. */
function belongsToField(shortcut: Shortcut): boolean {
  return !shortcut.includes('Mod+') && !shortcut.includes('Alt+') && shortcut !== 'Escape'
}

export function handleShortcut(event: KeyboardEvent, mac: boolean = isMac()): void {
  if (event.defaultPrevented || isComposing(event)) return
  // A modal dialog has the keyboard to itself.
  if (document.querySelector('dialog[open]')) return
  for (const action of allActions()) {
    if (!isEnabled(action)) continue
    const shortcut = action.shortcuts?.find((candidate) => matchesShortcut(event, candidate, mac))
    if (shortcut === undefined || (belongsToField(shortcut) && isTyping(event.target))) continue
    event.preventDefault()
    if (!event.repeat) action.run()
    return
  }
}

/** Listens for the shortcuts of every action that is offered now. Once per page. */
export function useShortcuts(): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent) => handleShortcut(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
}
