import type { Ref, TextareaHTMLAttributes } from 'react'
import { cx } from './class-names.ts'

export type TextAreaProps = Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'aria-label'> & {
  label: string
  ref?: Ref<HTMLTextAreaElement>
}

export function TextArea({ label, className, ...props }: TextAreaProps) {
  return (
    <textarea
      aria-label={label}
      className={cx(
        'block w-full resize-y rounded-8 border border-control bg-surface px-3 py-2 text-13 text-text focus-visible:outline-offset-0',
        className,
      )}
      {...props}
    />
  )
}
