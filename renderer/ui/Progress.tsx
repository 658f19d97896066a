import { cx } from './class-names.ts'

export type ProgressProps = {
  label: string
  /** From 0 to 1. */
  share: number
  className?: string
}

export function Progress({ label, share, className }: ProgressProps) {
  return (
    <progress
      aria-label={label}
      max={100}
      value={Math.round(Math.min(1, Math.max(0, share)) * 100)}
      className={cx('progress block h-1 w-full', className)}
    />
  )
}
