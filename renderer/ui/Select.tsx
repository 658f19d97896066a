import { UpDownIcon } from './icons.tsx'

export type SelectProps<V extends string> = {
  label: string
  value: V
  options: readonly { value: V; label: string }[]
  onChange: (value: V) => void
  disabled?: boolean
}

/** The browser's own select, dressed: its keys, its type-ahead and its screen reader words come with it. */
export function Select<V extends string>({ label, value, options, onChange, disabled = false }: SelectProps<V>) {
  return (
    <span className="relative inline-flex items-center">
      <select
        aria-label={label}
        value={value}
        disabled={disabled}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen) onChange(chosen.value)
        }}
        className="select h-8 rounded-8 border border-line-strong bg-surface pr-8 pl-3 transition-colors not-disabled:hover:bg-raised disabled:opacity-45"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <UpDownIcon className="pointer-events-none absolute right-2 text-text-3" />
    </span>
  )
}
