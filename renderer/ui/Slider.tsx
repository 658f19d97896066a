import { Slider as RadixSlider } from 'radix-ui'
import { cx } from './class-names.ts'

export type SliderProps = {
  label: string
  value: number
  min: number
  max: number
  step: number
  /** While it moves. */
  onChange: (value: number) => void
  /** When it comes to rest: the moment to save. */
  onCommit?: (value: number) => void
  /** The value as it is read aloud, with its unit. */
  valueText?: string
  className?: string
}

export function Slider({ label, value, min, max, step, onChange, onCommit, valueText, className }: SliderProps) {
  return (
    <RadixSlider.Root
      value={[value]}
      min={min}
      max={max}
      step={step}
      onValueChange={([next]) => next !== undefined && onChange(next)}
      onValueCommit={([next]) => next !== undefined && onCommit?.(next)}
      className={cx('relative flex h-6 touch-none items-center select-none', className ?? 'w-40')}
    >
      <RadixSlider.Track className="relative h-1 flex-1 rounded-[2px] bg-data-free shadow-[0_0_0_0.5px_var(--color-control)]">
        <RadixSlider.Range className="absolute h-full rounded-[2px] bg-invert" />
      </RadixSlider.Track>
      <RadixSlider.Thumb
        aria-label={label}
        aria-valuetext={valueText}
        className="block size-4 rounded-full bg-invert shadow-[0_0_0_3px_var(--color-raised)]"
      />
    </RadixSlider.Root>
  )
}
