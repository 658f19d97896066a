import type { ButtonHTMLAttributes } from 'react'
import { cx } from './class-names.ts'

export type TextButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  /** Without the line: where its place says that it can be pressed, such as the foot of a menu. */
  plain?: boolean
}

/** A word in a line that does something: underlined, never in ember. */
export function TextButton({ plain = false, className, type = 'button', ...props }: TextButtonProps) {
  return (
    <button
      type={type}
      className={cx(
        'inline-flex min-h-6 items-center gap-1.5 rounded-4 font-label text-text hover:decoration-text',
        plain ? 'hover:underline' : 'underline decoration-control',
        'underline-offset-3',
        className,
      )}
      {...props}
    />
  )
}
