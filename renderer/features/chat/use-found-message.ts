import { useEffect, useRef, type RefObject } from 'react'
import type { MessageId } from '../../../electron/contract/ids.ts'
import './found.css'

export type FoundMessage = {
  /** null: nowhere to go. */
  target: MessageId | null
  scroller: RefObject<HTMLElement | null>
  /** The end is no longer followed. */
  onLeave: () => void
  onReached: () => void
}

/** Heights below the eye are estimates until they are drawn; after so many frames what is in view has its own. */
const settlingFrames = 3

/** Leads to a message as soon as it is drawn: it is brought into view, has the focus, and is marked for a moment. */
export function useFoundMessage({ target, scroller, onLeave, onReached }: FoundMessage): void {
  const frame = useRef(0)
  useEffect(() => () => cancelAnimationFrame(frame.current), [])

  useEffect(() => {
    if (target === null) return
    const element = scroller.current?.querySelector<HTMLElement>(`[data-message="${CSS.escape(target)}"]`)
    if (!element) return
    const show = (framesLeft: number): void => {
      element.scrollIntoView({ block: 'start' })
      element.focus({ preventScroll: true })
      if (framesLeft > 0) frame.current = requestAnimationFrame(() => show(framesLeft - 1))
    }
    cancelAnimationFrame(frame.current)
    onLeave()
    show(settlingFrames)
    mark(element)
    onReached()
  })
}

/** By hand and not by React: it is over before anything is drawn anew, and must not make anything be. */
function mark(element: HTMLElement): void {
  element.removeAttribute('data-found')
  // Read, so that the browser begins again where it is already under way.
  void element.offsetWidth
  element.setAttribute('data-found', '')
  element.addEventListener('animationend', () => element.removeAttribute('data-found'), { once: true })
}
