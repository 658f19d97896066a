import { useQuery } from '@tanstack/react-query'
import { errorText } from '../../i18n/error-texts.ts'
import { t } from '../../i18n/t.ts'
import { useClient } from '../../rpc/RpcProvider.tsx'
import { toErrorInfo } from '../../rpc/to-error-info.ts'
import { RecordDialog } from '../../ui/RecordDialog.tsx'

/** The last lines the engine wrote before it ended. */
export function EngineLogDialog({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const log = useQuery({ queryKey: ['engine.log'], queryFn: () => client.engine.log(), gcTime: 0 })
  return (
    <RecordDialog
      title={t('engineLog.title')}
      hint={t('engineLog.hint')}
      text={log.data?.text.trim() ?? ''}
      instead={log.isError ? errorText(toErrorInfo(log.error)).title : log.isPending ? '' : t('engineLog.empty')}
      onClose={onClose}
    />
  )
}
