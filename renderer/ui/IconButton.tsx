import type { ButtonHTMLAttributes } from 'react'
import { cx } from './class-names.ts'

export type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label' | 'title'> & {
  /** What it does, in words; read aloud, and shown as the title together with the shortcut. */
  label: string
  /** As people read it: `formatShortcut('Mod+K')`. */
  shortcut?: string | undefined
  size?: 'sm' | 'md'
}

export function IconButton({ label, shortcut, size = 'md', type = 'button', className, ...props }: IconButtonProps) {
  return (
    <button
      type={type}
      aria-label={label}
      title={shortcut ? `${label}, ${shortcut}` : label}
      className={cx(
        'inline-grid flex-none place-items-center transition-colors not-disabled:hover:bg-hover not-disabled:hover:text-text data-[state=open]:bg-selected disabled:opacity-45',
        size === 'md' ? 'size-8 rounded-8 text-text-2' : 'size-6 rounded-6 text-text-3 [&>svg]:size-3.5',
        className,
      )}
      {...props}
    />
  )
}
