import { useEffect } from 'react'
import { runAction } from '../actions/registry.ts'

/** The desktop's menu runs the same actions as keys, palette and buttons. */
export function useMenuActions(): void {
  useEffect(
    () =>
      window.ingle?.onAction((id) => {
        // A modal dialog has the page to itself, as it has for keys.
        if (!document.querySelector('dialog[open]')) runAction(id)
      }),
    [],
  )
}
