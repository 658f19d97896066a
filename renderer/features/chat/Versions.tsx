import type { Message } from '../../../electron/contract/chat.ts'
import type { MessageId } from '../../../electron/contract/ids.ts'
import { t } from '../../i18n/t.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { LeftIcon, RightIcon } from '../../ui/icons.tsx'

export type VersionsProps = { message: Message; onSelect: (message: MessageId) => void }

/** ‹ 2/3 › through the answers to one question. */
export function Versions({ message: { id, versions }, onSelect }: VersionsProps) {
  const index = versions.indexOf(id)
  const before = versions[index - 1]
  const after = versions[index + 1]
  // Not disabled: a button that is takes the focus along.
  const step = (to: MessageId | undefined) => ({
    'aria-disabled': !to,
    className: 'aria-disabled:opacity-45',
    onClick: () => to && onSelect(to),
  })
  return (
    <span className="ml-1 inline-flex items-center" role="group" aria-label={t('versions.label')}>
      <IconButton size="sm" label={t('versions.before')} {...step(before)}>
        <LeftIcon />
      </IconButton>
      <span className="num">{`${String(index + 1)}/${String(versions.length)}`}</span>
      <IconButton size="sm" label={t('versions.after')} {...step(after)}>
        <RightIcon />
      </IconButton>
    </span>
  )
}
