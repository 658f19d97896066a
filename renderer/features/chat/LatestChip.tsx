import { t } from '../../i18n/t.ts'
import { DownIcon } from '../../ui/icons.tsx'

export function LatestChip({ onPress }: { onPress: () => void }) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="appear absolute bottom-2 left-1/2 inline-flex h-7 -translate-x-1/2 items-center gap-1 rounded-full border border-line-strong bg-raised pr-3 pl-2 text-12 font-label transition-colors hover:bg-[color-mix(in_oklch,var(--color-raised),var(--color-text)_6%)]"
    >
      <DownIcon size={14} />
      {t('chat.latest')}
    </button>
  )
}
