import { ToggleGroup } from 'radix-ui'

export type SegmentsProps<V extends string> = {
  label: string
  value: V
  options: readonly { value: V; label: string }[]
  onChange: (value: V) => void
}

/** A choice of a few words, all of them in view. Arrow keys move, as in a group of radio buttons. */
export function Segments<V extends string>({ label, value, options, onChange }: SegmentsProps<V>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next)
        if (chosen) onChange(chosen.value)
      }}
      className="inline-flex rounded-8 border border-line-strong bg-canvas p-0.5"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="h-[26px] rounded-6 px-3 text-text-2 transition-colors hover:text-text data-[state=on]:bg-raised data-[state=on]:font-label data-[state=on]:text-text data-[state=on]:shadow-[0_0_0_1px_var(--color-line-strong)]"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
