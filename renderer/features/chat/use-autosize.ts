import { useLayoutEffect, type RefObject } from 'react'

/** Grows a text area with its text where the browser cannot do so by itself (`field-sizing: content`). */
export function useAutosize(area: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    if (area.current && !CSS.supports('field-sizing', 'content')) fit(area.current)
  }, [area, text])
}

function fit(element: HTMLTextAreaElement): void {
  element.style.height = 'auto'
  element.style.height = `${String(element.scrollHeight)}px`
}
