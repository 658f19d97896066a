import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'

export type Follow = {
  scroller: RefObject<HTMLDivElement | null>
  content: RefObject<HTMLDivElement | null>
  onScroll: () => void
  /** The end is out of sight. */
  away: boolean
  toLatest: () => void
  /** For going elsewhere: the end is not followed until the reader comes back to it. */
  leave: () => void
}

const atEnd = 8
const outOfSight = 64

/**
 * Keeps the end of a growing text in view for as long as the reader is there. Whoever scrolls up is left alone until
 * they come back themselves.
 */
export function useFollow(): Follow {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  const lastTop = useRef(0)
  const [away, setAway] = useState(false)

  const toEnd = useCallback(() => {
    const box = scroller.current
    if (box) box.scrollTop = box.scrollHeight
  }, [])

  const onScroll = useCallback(() => {
    const box = scroller.current
    if (!box) return
    const left = box.scrollHeight - box.scrollTop - box.clientHeight
    // Only a reader moves up; our own steps go down, and a text that shrinks ends at the end.
    if (box.scrollTop < lastTop.current && left > atEnd) following.current = false
    if (left <= atEnd) following.current = true
    lastTop.current = box.scrollTop
    setAway(left > outOfSight)
  }, [])

  useEffect(() => {
    if (!scroller.current || !content.current) return
    const observer = new ResizeObserver(() => {
      if (following.current) toEnd()
      onScroll()
    })
    observer.observe(content.current)
    observer.observe(scroller.current)
    return () => observer.disconnect()
  }, [onScroll, toEnd])

  const toLatest = useCallback(() => {
    following.current = true
    toEnd()
  }, [toEnd])

  const leave = useCallback(() => void (following.current = false), [])

  return { scroller, content, onScroll, away, toLatest, leave }
}
