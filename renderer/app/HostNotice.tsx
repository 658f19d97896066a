import { useState } from 'react'
import type { DataNotice } from '../../electron/contract/system.ts'
import { formatCount, formatDateTime } from '../i18n/format.ts'
import { t } from '../i18n/t.ts'
import { useTopic } from '../rpc/RpcProvider.tsx'
import { hostTopic } from '../rpc/topics.ts'
import { InfoIcon } from '../ui/icons.tsx'
import { TextButton } from '../ui/TextButton.tsx'

/** What became of damaged data at this start. Said until it is closed. */
export function HostNotice() {
  const notice = useTopic(hostTopic).value?.notice ?? null
  const [closed, setClosed] = useState(false)
  if (notice === null || closed) return null
  return (
    <div
      role="status"
      className="flex min-h-8 flex-none flex-wrap items-center justify-center gap-x-3 border-b border-line bg-raised px-4 py-1 text-text-2"
    >
      <span className="flex min-w-0 items-center gap-2">
        <InfoIcon className="text-text-3" />
        <span className="min-w-0 wrap-anywhere">{noticeWords(notice)}</span>
      </span>
      <TextButton onClick={() => setClosed(true)}>{t('common.close')}</TextButton>
    </div>
  )
}

export function noticeWords(notice: DataNotice): string {
  switch (notice.kind) {
    case 'salvaged':
      return t('notice.salvaged', {
        chats: notice.chats,
        messages: formatCount(notice.messages),
        missing: notice.missing,
        settings: notice.settings ?? 1,
        folder: notice.folder,
      })
    case 'restored':
      return t('notice.restored', { at: formatDateTime(notice.at), folder: notice.folder })
    case 'lost':
      return t('notice.lost', { folder: notice.folder })
  }
}
