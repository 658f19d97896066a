import { useId, type InputHTMLAttributes, type ReactNode, type Ref } from 'react'
import { cx } from './class-names.ts'
import { AlertIcon } from './icons.tsx'

export type FieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'aria-label'> & {
  label: string
  icon?: ReactNode
  /** Without an edge until it has the focus: for searching. */
  quiet?: boolean
  /** What is wrong, in words. */
  problem?: string | null
  end?: ReactNode
  ref?: Ref<HTMLInputElement>
}

export function Field({ label, icon, quiet = false, problem = null, end, className, ref, ...props }: FieldProps) {
  const problemId = useId()
  return (
    <div className={className}>
      <label
        className={cx(
          'flex h-8 items-center gap-2 rounded-8 border px-2 text-text-3 transition-colors',
          quiet
            ? 'border-transparent bg-hover focus-within:border-control focus-within:bg-surface hover:bg-selected'
            : 'bg-surface focus-within:outline-2 focus-within:outline-focus',
          !quiet && (problem === null ? 'border-control' : 'border-bad'),
        )}
      >
        {icon}
        <input
          ref={ref}
          aria-label={label}
          aria-invalid={problem !== null || undefined}
          aria-describedby={problem === null ? undefined : problemId}
          className="min-w-0 flex-1 bg-transparent text-text outline-none [&::-webkit-search-cancel-button]:hidden"
          {...props}
        />
        {end}
      </label>
      {problem !== null && (
        <p id={problemId} role="alert" className="mt-1.5 flex items-center gap-1.5 text-12 text-text-2">
          <AlertIcon size={14} className="text-bad" />
          {problem}
        </p>
      )}
    </div>
  )
}
