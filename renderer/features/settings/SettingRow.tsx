import { createContext, use, type ReactNode } from 'react'
import { t } from '../../i18n/t.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { UndoIcon } from '../../ui/icons.tsx'
import { cx } from '../../ui/class-names.ts'
import { settingIndex, type SettingId } from './setting-index.ts'

/** The rows that the search left; null: all of them. */
export const FoundSettings = createContext<ReadonlySet<SettingId> | null>(null)

export type SettingRowProps = {
  id: SettingId
  /** Instead of the help line of the index. */
  help?: ReactNode
  /** Given where there is a default to go back to. */
  onReset?: (() => void) | undefined
  changed?: boolean
  /** The control under the words, for what is wide. */
  stacked?: boolean
  children?: ReactNode
}

export function SettingRow({ id, help, onReset, changed = false, stacked = false, children }: SettingRowProps) {
  const found = use(FoundSettings)
  if (found && !found.has(id)) return null
  const entry = settingIndex[id]
  const words = help ?? (entry.help === null ? null : t(entry.help))
  return (
    <div
      id={`setting-${id}`}
      data-row=""
      className={cx(
        'flex min-h-11 scroll-mt-6 gap-x-6 gap-y-2 border-line py-1.5 pr-3 pl-4 not-first:border-t',
        stacked ? 'flex-col items-stretch' : 'flex-wrap items-center',
      )}
    >
      <div className={cx('flex min-w-0 items-center', !stacked && 'flex-[1_1_220px]')}>
        <div className="min-w-0 flex-1">
          <span className="block">{t(entry.label)}</span>
          {words && <div className="text-12 text-text-3">{words}</div>}
        </div>
        {onReset && stacked && <Reset label={t(entry.label)} changed={changed} onReset={onReset} />}
      </div>
      <div className={cx('flex min-w-0 items-center gap-2', !stacked && 'ml-auto')}>
        {onReset && !stacked && <Reset label={t(entry.label)} changed={changed} onReset={onReset} />}
        {children}
      </div>
    </div>
  )
}

function Reset({ label, changed, onReset }: { label: string; changed: boolean; onReset: () => void }) {
  if (!changed) return null
  return (
    <IconButton size="sm" label={t('settings.resetOne', { label })} onClick={onReset} className="appear">
      <UndoIcon />
    </IconButton>
  )
}

/** The text at the end of a row where there is nothing to set. */
export function RowWords({ children }: { children: ReactNode }) {
  return <span className="num pr-1 text-text-3">{children}</span>
}
