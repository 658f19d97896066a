import type { HTMLAttributes } from 'react'
import { cx } from './class-names.ts'

export function Card({ className, ...props }: HTMLAttributes<HTMLDivElement>) {
  return <div className={cx('rounded-12 border border-line bg-raised', className)} {...props} />
}
