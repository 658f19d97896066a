import { useEffect, useId, useRef, useState } from 'react'
import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { cx } from '../../ui/class-names.ts'
import { RightIcon } from '../../ui/icons.tsx'
import { useConnected } from './connected.ts'

export type ThoughtProps = { text: string; ms: number | null; live: boolean }

/** Reasoning folds to one line; what the model thought is there for those who ask. */
export function Thought({ text, ms, live }: ThoughtProps) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const connected = useConnected()
  const seconds = useSeconds(live && connected)
  return (
    <div className="mb-1.5">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="-ml-1 inline-flex min-h-6 items-center gap-1 rounded-4 pr-1 text-13 text-text-3 transition-colors hover:text-text-2"
      >
        <RightIcon size={14} className={cx('transition-transform duration-(--dur-2)', open && 'rotate-90')} />
        <span className="num">{live ? t('thought.now', { time: formatDuration(seconds * 1000) }) : doneWords(ms)}</span>
      </button>
      {open && (
        <div
          id={id}
          dir="auto"
          className="mt-1 mb-2 max-w-measure border-l-2 border-line-strong pl-3 text-13 [overflow-wrap:anywhere] whitespace-pre-wrap text-text-2"
        >
          {text.trim()}
        </div>
      )}
    </div>
  )
}

function doneWords(ms: number | null): string {
  return ms === null ? t('thought.cut') : t('thought.done', { time: formatDuration(Math.max(1000, ms)) })
}

/** Whole seconds since it was first live. */
function useSeconds(live: boolean): number {
  const [seconds, setSeconds] = useState(0)
  const since = useRef<number | null>(null)
  useEffect(() => {
    if (!live) return
    since.current ??= performance.now()
    const from = since.current
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - from) / 1000)), 500)
    return () => clearInterval(timer)
  }, [live])
  return seconds
}
