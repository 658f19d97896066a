import type { ReactNode } from 'react'
import { cx } from './class-names.ts'
import { AlertIcon, InfoIcon } from './icons.tsx'

export type NoticeProps = {
  title: string
  children?: ReactNode
  /** The buttons that cure it. */
  actions?: ReactNode
  tone?: 'bad' | 'warn' | 'info'
  className?: string
}

/** What happened, what was kept, what to do. Announced at once where something failed. */
export function Notice({ title, children, actions, tone = 'bad', className }: NoticeProps) {
  const Icon = tone === 'info' ? InfoIcon : AlertIcon
  return (
    <section
      role={tone === 'info' ? 'status' : 'alert'}
      className={cx('flex gap-3 rounded-12 border border-line-strong bg-raised px-4 pt-3.5 pb-4', className)}
    >
      <Icon
        className={cx(
          'mt-0.5',
          tone === 'bad' && 'text-bad',
          tone === 'warn' && 'text-warn',
          tone === 'info' && 'text-text-3',
        )}
      />
      <div className="min-w-0 flex-1">
        <h3 className="text-14 leading-5">{title}</h3>
        {children && <div className="mt-1 max-w-[540px] text-13 text-text-2">{children}</div>}
        {actions && <div className="mt-3 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </section>
  )
}
