import type { ButtonHTMLAttributes } from 'react'
import { cx } from './class-names.ts'

/** A word in a line that does something: underlined, never in ember. */
export function TextButton({ className, type = 'button', ...props }: ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button
      type={type}
      className={cx(
        'inline-flex min-h-6 items-center rounded-4 font-label text-text underline decoration-control underline-offset-3 hover:decoration-text',
        className,
      )}
      {...props}
    />
  )
}
