import { useQuery } from '@tanstack/react-query'
import { errorText } from '../../i18n/error-texts.ts'
import { t } from '../../i18n/t.ts'
import { useClient } from '../../rpc/RpcProvider.tsx'
import { toErrorInfo } from '../../rpc/to-error-info.ts'
import { RecordDialog } from '../../ui/RecordDialog.tsx'
import { readableLog } from './readable-log.ts'

export function LogDialog({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const log = useQuery({ queryKey: ['system.logs'], queryFn: () => client.system.logs(), gcTime: 0 })
  const written = log.data?.text ?? ''
  return (
    <RecordDialog
      title={t('log.title')}
      hint={log.data && t('log.where', { folder: log.data.folder })}
      text={readableLog(written)}
      original={written}
      instead={log.isError ? errorText(toErrorInfo(log.error)).title : t(log.isPending ? 'log.reading' : 'log.empty')}
      onClose={onClose}
    />
  )
}
