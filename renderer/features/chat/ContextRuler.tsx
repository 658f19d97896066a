import { memo } from 'react'
import type { ContextUse } from '../../../electron/contract/chat.ts'
import { formatCount, formatTokensShort } from '../../i18n/format.ts'
import { rich } from '../../i18n/rich.tsx'
import { t } from '../../i18n/t.ts'
import { useSettings } from '../../rpc/use-settings.ts'
import { Bar } from '../../ui/Bar.tsx'
import { cx } from '../../ui/class-names.ts'

/** How full the model's context is, and what goes next. Short numbers; exact ones on hover and on focus. */
export const ContextRuler = memo(function ContextRuler({ context }: { context: ContextUse | null }) {
  // Without a system prompt its part is the template around the conversation: a few tokens that are nobody's.
  const prompted = (useSettings()?.systemPrompt ?? '') !== ''
  if (!context) return null
  const { size, history, free, nextDrops } = context
  const system = prompted ? context.system : 0
  const label = t('ruler.label', { used: formatCount(size - free), size: formatCount(size) })
  const bold = { b: (text: string) => <b className="font-label text-text-2">{text}</b> }
  const both = (count: number) => (
    <b className="font-label text-text-2">
      <span className="group-hover/ruler:hidden group-focus-visible/ruler:hidden">{short(count)}</span>
      <span className="hidden group-hover/ruler:inline group-focus-visible/ruler:inline">{formatCount(count)}</span>
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
      <div className="num mt-1.5 flex flex-wrap gap-x-2.5 text-12 text-text-3">
        {system > 0 && (
          <span>
            <Mark fill="bg-data-3" />
            {t('ruler.system')} {both(system)}
          </span>
        )}
        <span>
          <Mark fill="bg-data-1" />
          {t('ruler.history')} {both(history)}
        </span>
        <span className="flex-1" />
        {nextDrops > 0 && <span className="text-text-2">{t('ruler.next', { count: nextDrops })}</span>}
        <span>{rich('ruler.free', { free: short(free), size: short(size) }, bold)}</span>
      </div>
    </div>
  )
})

const focusable = { role: 'group', tabIndex: 0 } as const

/** Parts in the unit of their whole: 8,169 of 8,192 is `8k of 8k`, where thousands would make it more than the whole. */
function short(tokens: number): string {
  return tokens < 50 || tokens % 1024 === 0 ? formatTokensShort(tokens) : formatTokensShort((tokens / 1024) * 1000)
}

function Mark({ fill }: { fill: string }) {
  return <span className={cx('mr-1.5 inline-block size-2 rounded-[2px]', fill)} aria-hidden="true" />
}
