import { useCallback, useEffect, useState, type RefObject } from 'react'
import { isSection, settingSections, type SettingSection } from './setting-index.ts'

/** Scrolls to what the address names, and says which section is being read. */
export function useSectionScroll(scroller: RefObject<HTMLElement | null>, target: string | null) {
  const [current, setCurrent] = useState<SettingSection>('appearance')

  const goTo = useCallback((id: string) => {
    if (isSection(id)) {
      const section = document.getElementById(`settings-${id}`)
      section?.scrollIntoView({ block: 'start' })
      document.getElementById(`settings-${id}-title`)?.focus({ preventScroll: true })
      return
    }
    const row = document.getElementById(`setting-${id}`)
    row?.scrollIntoView({ block: 'center' })
    row
      ?.querySelector<HTMLElement>('input, select, textarea, [role=slider], [role=radio][tabindex="0"], button')
      ?.focus({
        preventScroll: true,
      })
  }, [])

  useEffect(() => {
    if (target) goTo(target)
  }, [target, goTo])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const onScroll = () => {
      const top = element.getBoundingClientRect().top
      const atEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - 2
      const shown = settingSections.filter((section) => {
        const place = document.getElementById(`settings-${section}`)?.getBoundingClientRect()
        return place !== undefined && place.height > 0
      })
      // The last one whose heading has passed the upper third; at the end of the page, the last one of all.
      const read = shown.findLast((section) => {
        const place = document.getElementById(`settings-${section}`)?.getBoundingClientRect()
        return place !== undefined && place.top - top < element.clientHeight / 3
      })
      setCurrent((atEnd && element.scrollTop > 0 ? shown.at(-1) : read) ?? 'appearance')
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    onScroll()
    return () => element.removeEventListener('scroll', onScroll)
  }, [scroller])

  return { current, goTo }
}
