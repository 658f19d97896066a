import type { ReactNode } from 'react'
import { cx } from './class-names.ts'

export type ChipProps = { children: ReactNode; icon?: ReactNode; action?: ReactNode; className?: string }

/** A quiet line that stands in for something, such as an image that is not loaded, with the link that shows it. */
export function Chip({ children, icon, action, className }: ChipProps) {
  return (
    <span
      className={cx('flex min-h-8 items-center gap-2 rounded-8 border border-line px-3 text-12 text-text-2', className)}
    >
      {icon}
      <span className="min-w-0 flex-1">{children}</span>
      {action}
    </span>
  )
}
