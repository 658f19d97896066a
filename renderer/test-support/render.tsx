import { act, type ReactNode } from 'react'
import { createRoot, type Root } from 'react-dom/client'

const roots = new Set<Root>()

/** Puts a component into the document, effects run; gone after the test. */
export async function render(node: ReactNode): Promise<HTMLElement> {
  const container = document.createElement('div')
  document.body.append(container)
  const root = createRoot(container)
  roots.add(root)
  await act(async () => root.render(node))
  return container
}

/** What a user does, with everything that follows from it. */
export async function perform(deed: () => void | Promise<void>): Promise<void> {
  await act(async () => deed())
}

export async function resetPage(): Promise<void> {
  for (const root of roots) await act(async () => root.unmount())
  roots.clear()
  document.body.replaceChildren()
}

/** Types into a field as a person would see it: the value and the event that React listens for. */
export async function type(field: HTMLInputElement | HTMLTextAreaElement, text: string): Promise<void> {
  await perform(() => {
    const prototype = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype
    Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, text)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
}

/** The element with this accessible name, by `aria-label` or by its text; fails the test when there is none. */
export function byName(container: ParentNode, selector: string, name: string | RegExp): HTMLElement {
  const fits = (element: HTMLElement) => {
    const own = element.getAttribute('aria-label') ?? element.textContent
    return typeof name === 'string' ? own.trim() === name : name.test(own)
  }
  const found = [...container.querySelectorAll<HTMLElement>(selector)].find(fits)
  if (!found) throw new Error(`No ${selector} named ${String(name)}`)
  return found
}
