import { cx } from './class-names.ts'

export type BarFill = 'data-1' | 'data-2' | 'data-3' | 'hatch' | 'stripes' | 'free'
export type BarPart = { key: string; size: number; fill: BarFill }

const fills: Record<BarFill, string> = {
  'data-1': 'bg-data-1',
  'data-2': 'bg-data-2',
  'data-3': 'bg-data-3',
  hatch: 'hatch',
  stripes: 'stripes',
  free: 'bg-data-free',
}

export type BarProps = { parts: readonly BarPart[]; height?: 'thin' | 'normal' | 'fat'; className?: string }

const heights = {
  thin: 'h-1 rounded-[2px] gap-px',
  normal: 'h-2 rounded-[3px] gap-px',
  fat: 'h-5 rounded-[5px] gap-0.5',
}

/** Parts of a whole, side by side. Only a picture: the numbers stand beside it in words. */
export function Bar({ parts, height = 'normal', className }: BarProps) {
  return (
    <span aria-hidden="true" className={cx('flex overflow-hidden', heights[height], className)}>
      {parts
        .filter((part) => part.size > 0)
        .map((part) => (
          <i
            key={part.key}
            className={cx('min-w-px basis-0 transition-[flex-grow] duration-(--dur-3) ease-out', fills[part.fill])}
            style={{ flexGrow: part.size }}
          />
        ))}
    </span>
  )
}
