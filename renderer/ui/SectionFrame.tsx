import { useEffect, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { create } from 'zustand'
import { t } from '../i18n/t.ts'
import { cx } from './class-names.ts'
import { IconButton } from './IconButton.tsx'
import { PanelLeftIcon } from './icons.tsx'

/** Whether rail and list lie over the content in a narrow window, and whether it was folded away in a wide one. */
export const useListPanel = create<{ overlay: boolean; folded: boolean }>(() => ({ overlay: false, folded: false }))

const narrow = '(max-width: 899.98px)'

export function toggleList(): void {
  if (window.matchMedia(narrow).matches) useListPanel.setState(({ overlay }) => ({ overlay: !overlay }))
  else useListPanel.setState(({ folded }) => ({ folded: !folded }))
}

export type SectionFrameProps = {
  /** What the list holds, for screen readers: "Chats". */
  listLabel: string
  list: ReactNode
  children: ReactNode
}

/**
 * A section of the app: its list, then its content. Below 900 px the list, like the rail, lies over the content and goes
 * away when something in it was chosen.
 */
export function SectionFrame({ listLabel, list, children }: SectionFrameProps) {
  const { overlay, folded } = useListPanel()
  const [location] = useLocation()

  useEffect(() => {
    useListPanel.setState({ overlay: false })
  }, [location])

  useEffect(() => {
    if (!overlay) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') useListPanel.setState({ overlay: false })
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [overlay])

  return (
    <div className="relative flex min-h-0 min-w-0 flex-1">
      <aside
        aria-label={listLabel}
        className={cx(
          'min-h-0 w-(--list) flex-none flex-col border-r border-line bg-canvas max-dock:absolute max-dock:inset-y-0 max-dock:left-(--rail) max-dock:z-30 max-dock:w-[min(280px,calc(100vw-112px))]',
          overlay ? 'max-dock:flex' : 'max-dock:hidden',
          folded ? 'dock:hidden' : 'dock:flex',
        )}
      >
        {list}
      </aside>
      <main className="relative flex min-h-0 min-w-0 flex-1 flex-col bg-surface">{children}</main>
    </div>
  )
}

/** For the content's header: brings the list back where it is hidden. */
export function ListToggle() {
  const { overlay, folded } = useListPanel()
  return (
    <IconButton
      label={t('frame.showList')}
      aria-expanded={overlay}
      onClick={toggleList}
      className={cx('-ml-2', !folded && 'dock:hidden')}
    >
      <PanelLeftIcon />
    </IconButton>
  )
}

/** The 48 px line at the top of a list or of the content; their hairlines meet. */
export function BarHeader({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <header className={cx('flex h-(--bar) flex-none items-center gap-1 border-b border-line pr-3 pl-4', className)}>
      {children}
    </header>
  )
}
