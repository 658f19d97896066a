import { memo } from 'react'
import type { ContextUse } from '../../../electron/contract/chat.ts'
import { formatCount, formatTokensShort } from '../../i18n/format.ts'
import { rich } from '../../i18n/rich.tsx'
import { t } from '../../i18n/t.ts'
import { Bar } from '../../ui/Bar.tsx'
import { cx } from '../../ui/class-names.ts'

/** How full the model's context is, and what goes next. Short numbers; exact ones on hover and on focus. */
export const ContextRuler = memo(function ContextRuler({ context }: { context: ContextUse | null }) {
  if (!context) return null
  const { size, system, history, free, exact, nextDrops } = context
  const about = exact ? '' : '~'
  const label = t('ruler.label', { used: `${about}${formatCount(size - free)}`, size: formatCount(size) })
  const bold = { b: (text: string) => <b className="font-label text-text-2">{text}</b> }
  const both = (count: number) => (
    <b className="font-label text-text-2">
      <span className="group-hover/ruler:hidden group-focus-visible/ruler:hidden">
        {about + formatTokensShort(count)}
      </span>
      <span className="hidden group-hover/ruler:inline group-focus-visible/ruler:inline">
        {about + formatCount(count)}
      </span>
    </b>
  )
  return (
    // Something to focus, so that the keyboard reaches the exact numbers too.
    <div {...focusable} aria-label={label} className="group/ruler mb-1 rounded-4 px-0.5 pb-1">
      <Bar
        height="thin"
        parts={[
          { key: 'system', size: system, fill: 'data-3' },
          { key: 'history', size: history, fill: 'data-1' },
          { key: 'free', size: free, fill: 'free' },
        ]}
      />
      <div className="num mt-1.5 flex gap-2.5 text-12 whitespace-nowrap text-text-3">
        <Key fill="bg-data-3" words={t('ruler.system')} />
        {both(system)}
        <Key fill="bg-data-1" words={t('ruler.history')} />
        {both(history)}
        <span className="flex-1" />
        {nextDrops > 0 && <span className="text-text-2">{t('ruler.next', { count: nextDrops })}</span>}
        <span>
          {rich('ruler.free', { free: about + formatTokensShort(free), size: formatTokensShort(size) }, bold)}
        </span>
      </div>
    </div>
  )
})

const focusable = { role: 'group', tabIndex: 0 } as const

function Key({ fill, words }: { fill: string; words: string }) {
  return (
    <span className="-mr-1">
      <span className={cx('mr-1.5 inline-block size-2 rounded-[2px]', fill)} aria-hidden="true" />
      {words}
    </span>
  )
}
