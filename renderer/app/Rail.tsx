import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { t } from '../i18n/t.ts'
import { useListPanel } from '../ui/SectionFrame.tsx'
import { cx } from '../ui/class-names.ts'
import { ChatIcon, MarkIcon, SettingsIcon } from '../ui/icons.tsx'

type RailLinkProps = { to: string; current: boolean; icon: ReactNode; children: string; className?: string }

function RailLink({ to, current, icon, children, className }: RailLinkProps) {
  return (
    <Link
      to={to}
      title={children}
      aria-current={current ? 'page' : undefined}
      className={cx(
        'flex size-9 flex-col items-center justify-center gap-[3px] rounded-8 text-12 transition-colors wide:h-12 wide:w-14',
        current ? 'bg-selected text-text' : 'text-text-3 hover:bg-hover hover:text-text-2',
        className,
      )}
    >
      {icon}
      <span className="max-wide:sr-only">{children}</span>
    </Link>
  )
}

/** Below 900 px it lies over the content together with the list. */
export function Rail() {
  const { overlay } = useListPanel()
  const [location] = useLocation()
  const inSettings = location.startsWith('/settings')
  return (
    <>
      {overlay && (
        <div
          className="absolute inset-0 z-20 bg-scrim dock:hidden"
          onPointerDown={() => useListPanel.setState({ overlay: false })}
        />
      )}
      <nav
        aria-label={t('rail.label')}
        className={cx(
          'w-(--rail) flex-none flex-col items-center gap-1 border-r border-line bg-canvas pt-3 pb-2 max-dock:absolute max-dock:inset-y-0 max-dock:left-0 max-dock:z-30 dock:flex',
          overlay ? 'max-dock:flex' : 'max-dock:hidden',
        )}
      >
        <span className="mb-3">
          <MarkIcon />
        </span>
        <RailLink to="/" current={!inSettings} icon={<ChatIcon size={20} />}>
          {t('rail.chat')}
        </RailLink>
        <RailLink to="/settings" current={inSettings} icon={<SettingsIcon size={20} />} className="mt-auto">
          {t('rail.settings')}
        </RailLink>
      </nav>
    </>
  )
}
