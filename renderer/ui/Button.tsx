import type { ButtonHTMLAttributes } from 'react'
import { cx } from './class-names.ts'

export type ButtonVariant = 'primary' | 'default' | 'ghost' | 'danger'
export type ButtonSize = 'sm' | 'md' | 'lg'

export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { variant?: ButtonVariant; size?: ButtonSize }

const variants: Record<ButtonVariant, string> = {
  primary: 'border-transparent bg-ember text-on-ember font-title not-disabled:hover:bg-ember-hover',
  default:
    'border-line-strong bg-raised font-label not-disabled:hover:bg-[color-mix(in_oklch,var(--color-raised),var(--color-text)_6%)]',
  ghost: 'border-transparent font-label text-text-2 not-disabled:hover:bg-hover not-disabled:hover:text-text',
  danger:
    'border-bad bg-raised font-label not-disabled:hover:bg-[color-mix(in_oklch,var(--color-raised),var(--color-bad)_14%)]',
}

const sizes: Record<ButtonSize, string> = {
  sm: 'h-7 px-3',
  md: 'h-8 px-3.5',
  lg: 'h-10 px-5 text-14',
}

/** `primary` is ember: at most one on a screen. */
export function Button({ variant = 'default', size = 'md', type = 'button', className, ...props }: ButtonProps) {
  return (
    <button
      type={type}
      className={cx(
        'inline-flex flex-none items-center justify-center gap-1.5 rounded-8 border whitespace-nowrap transition-colors disabled:opacity-45 aria-disabled:opacity-45',
        variants[variant],
        sizes[size],
        className,
      )}
      {...props}
    />
  )
}
