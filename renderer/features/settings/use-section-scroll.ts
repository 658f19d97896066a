import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import { isSection, isSetting, settingIndex, settingSections, type SettingSection } from './setting-index.ts'

const headingNear = 96

/** Scrolls to what the address names, and says which section is being read. */
export function useSectionScroll(scroller: RefObject<HTMLElement | null>, target: string | null) {
  const [current, setCurrent] = useState<SettingSection>('appearance')

  // What was asked for stays selected, also where it is too near the end of the page to be scrolled to the top.
  const asked = useRef(false)

  const goTo = useCallback((id: string) => {
    asked.current = true
    if (isSection(id)) {
      setCurrent(id)
      const section = document.getElementById(`settings-${id}`)
      section?.scrollIntoView({ block: 'start' })
      document.getElementById(`settings-${id}-title`)?.focus({ preventScroll: true })
      return
    }
    if (!isSetting(id)) return
    setCurrent(settingIndex[id].section)
    const row = document.getElementById(`setting-${id}`)
    row?.scrollIntoView({ block: 'center' })
    row
      ?.querySelector<HTMLElement>('input, select, textarea, [role=slider], [role=radio][tabindex="0"], button')
      ?.focus({
        preventScroll: true,
      })
  }, [])

  useEffect(() => {
    if (!target) return
    // A frame later, because a slider shows its thumb only after its first layout, and what is hidden takes no focus.
    const frame = requestAnimationFrame(() => goTo(target))
    return () => cancelAnimationFrame(frame)
  }, [target, goTo])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const onScroll = () => {
      if (asked.current) {
        asked.current = false
        return
      }
      const top = element.getBoundingClientRect().top
      const shown = settingSections.filter((section) => {
        const place = document.getElementById(`settings-${section}`)?.getBoundingClientRect()
        return place !== undefined && place.height > 0
      })
      // The last one whose heading is near the top or above it; at the end of the page, the last one of all.
      const read = shown.findLast((section) => {
        const place = document.getElementById(`settings-${section}`)?.getBoundingClientRect()
        return place !== undefined && place.top - top < headingNear
      })
      const atEnd = element.scrollTop > 0 && element.scrollTop + element.clientHeight >= element.scrollHeight - 2
      setCurrent((atEnd ? shown.at(-1) : read) ?? shown[0] ?? 'appearance')
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    onScroll()
    return () => element.removeEventListener('scroll', onScroll)
  }, [scroller])

  return { current, goTo }
}
