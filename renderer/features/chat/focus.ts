import { flushSync } from 'react-dom'

export const composerId = 'composer'

export function composerElement(): HTMLTextAreaElement | null {
  const element = document.getElementById(composerId)
  return element instanceof HTMLTextAreaElement ? element : null
}

/** To where one goes on writing, from a button that leaves the page when it was pressed. */
export function focusComposer(): void {
  composerElement()?.focus({ preventScroll: true })
}

/** Makes a change that takes the focused element away, and moves the focus to where one goes on. */
export function changeThenFocus(change: () => void, find: () => HTMLElement | null | undefined): void {
  flushSync(change)
  find()?.focus()
}
