import { Bar } from './Bar.tsx'

export type MemoryBarProps = {
  /** Bytes of this app and its engine together. */
  app: number
  free: number
  limit: number
  className?: string
}

/** This app · other programs · free. */
export function MemoryBar({ app, free, limit, className }: MemoryBarProps) {
  return (
    <Bar
      {...(className && { className })}
      parts={[
        { key: 'app', size: app, fill: 'data-1' },
        { key: 'other', size: Math.max(0, limit - free - app), fill: 'hatch' },
        { key: 'free', size: free, fill: 'free' },
      ]}
    />
  )
}
