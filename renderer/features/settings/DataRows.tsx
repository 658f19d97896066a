import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { errorText } from '../../i18n/error-texts.ts'
import { formatFileSize } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { useClient, useTopic } from '../../rpc/RpcProvider.tsx'
import { toErrorInfo } from '../../rpc/to-error-info.ts'
import { hostTopic } from '../../rpc/topics.ts'
import { Button } from '../../ui/Button.tsx'
import { toast } from '../../ui/toast-store.ts'
import { EraseDialog } from './EraseDialog.tsx'
import { LogDialog } from './LogDialog.tsx'
import { RowWords, SettingRow } from './SettingRow.tsx'

export function DataRows() {
  const client = useClient()
  const host = useTopic(hostTopic).value
  const use = useQuery({ queryKey: ['system.dataUse'], queryFn: () => client.system.dataUse(), staleTime: 0 })
  const [dialog, setDialog] = useState<'erase' | 'log' | null>(null)
  const canReveal = host?.capabilities.includes('revealInFolder') ?? false

  const reveal = (what: 'data' | 'logs') => {
    client.system.reveal({ what }).catch((error: unknown) => toast(errorText(toErrorInfo(error)).title))
  }

  return (
    <>
      <SettingRow id="dataFolder" help={<span className="break-all">{host?.dataFolder}</span>}>
        {canReveal && (
          <Button size="sm" onClick={() => reveal('data')}>
            {t('settings.show')}
          </Button>
        )}
      </SettingRow>
      <SettingRow id="dataUse">
        {use.data && (
          <RowWords>
            {t('settings.dataUseNumbers', {
              database: formatFileSize(use.data.database),
              backups: formatFileSize(use.data.backups),
              logs: formatFileSize(use.data.logs),
            })}
          </RowWords>
        )}
      </SettingRow>
      <SettingRow id="logs">
        {canReveal && (
          <Button size="sm" onClick={() => reveal('logs')}>
            {t('settings.show')}
          </Button>
        )}
        <Button size="sm" onClick={() => setDialog('log')}>
          {t('settings.readLog')}
        </Button>
      </SettingRow>
      <SettingRow id="erase">
        <Button size="sm" onClick={() => setDialog('erase')}>
          {t('settings.eraseButton')}
        </Button>
      </SettingRow>
      {dialog === 'erase' && <EraseDialog onClose={() => setDialog(null)} />}
      {dialog === 'log' && <LogDialog onClose={() => setDialog(null)} />}
    </>
  )
}
