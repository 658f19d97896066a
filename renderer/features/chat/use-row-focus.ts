import { useLayoutEffect, useRef, type FocusEvent, type RefObject } from 'react'

type Place = { element: Element; row: string | null; index: number; control: number }

const rowsOf = (box: HTMLElement | null): HTMLElement[] => [...(box?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
const controlsOf = (row: HTMLElement): HTMLElement[] => [...row.querySelectorAll<HTMLElement>('a, button, input')]

/**
 * Keeps the focus in a list whose rows go away: it moves to the row that took the place of the one that had it, and to
 * `otherwise` when none is left. Rows are the elements with `data-row`, which holds what identifies them. Call it in the
 * component that draws anew when the rows change, and put what it returns on the element around them.
 */
export function useRowFocus(box: RefObject<HTMLElement | null>, otherwise?: RefObject<HTMLElement | null>) {
  const place = useRef<Place | null>(null)

  useLayoutEffect(() => {
    const lost = place.current
    if (!lost || lost.element.isConnected) return
    place.current = null
    if (document.activeElement !== null && document.activeElement !== document.body) return
    const rows = rowsOf(box.current)
    const next = rows.find(({ dataset }) => dataset['row'] === lost.row) ?? rows[Math.min(lost.index, rows.length - 1)]
    const controls = next ? controlsOf(next) : []
    const target = controls[lost.control] ?? controls[0] ?? otherwise?.current
    target?.focus()
  })

  return {
    onFocus({ target }: FocusEvent): void {
      const row = target.closest<HTMLElement>('[data-row]')
      place.current = {
        element: target,
        row: row?.dataset['row'] ?? null,
        index: row ? rowsOf(box.current).indexOf(row) : 0,
        control: row && target instanceof HTMLElement ? controlsOf(row).indexOf(target) : 0,
      }
    },
    onBlur({ target }: FocusEvent): void {
      // What left on purpose is not brought back; an element that goes away loses the focus without meaning it.
      if (target.isConnected) place.current = null
    },
  }
}
