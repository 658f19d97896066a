import { byName, perform } from '../../../test-support/render.tsx'

export function press(target: Element | null, key: string, more: KeyboardEventInit = {}): Promise<void> {
  const init = { key, bubbles: true, cancelable: true, ...more }
  return perform(() => void target?.dispatchEvent(new KeyboardEvent('keydown', init)))
}

/** Opens a menu as the keyboard does, and chooses. */
export async function chooseIn(trigger: HTMLElement, item: string): Promise<void> {
  await press(trigger, 'Enter')
  await perform(() => byName(document.body, '[role=menuitem]', item).click())
}

/** What a click does in a browser: the focus goes along. */
export function clickOn(target: HTMLElement): Promise<void> {
  return perform(() => {
    target.focus()
    target.click()
  })
}

/** What has the focus, by its name; null when nothing in particular has it. */
export function focused(): string | null {
  const element = document.activeElement
  if (!element || element === document.body) return null
  return element.getAttribute('aria-label') ?? element.textContent
}
