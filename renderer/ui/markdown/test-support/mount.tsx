import { act, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { onTestFinished } from 'vitest'

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true)

export type Mounted = { box: HTMLElement; show: (node: ReactNode) => void; remove: () => void }

/** Puts something on a page of its own; taken away with the test. */
export function mount(node: ReactNode = null): Mounted {
  const box = document.createElement('div')
  document.body.append(box)
  const root = createRoot(box)
  const show = (next: ReactNode): void => act(() => root.render(next))
  let gone = false
  const remove = (): void => {
    if (gone) return
    gone = true
    act(() => root.unmount())
    box.remove()
  }
  onTestFinished(remove)
  show(node)
  return { box, show, remove }
}
