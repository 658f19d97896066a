import { useState } from 'react'
import { t } from '../../i18n/t.ts'
import { useTopic } from '../../rpc/RpcProvider.tsx'
import { hostTopic } from '../../rpc/topics.ts'
import { Button } from '../../ui/Button.tsx'
import { LicencesDialog } from './LicencesDialog.tsx'
import { RowWords, SettingRow } from './SettingRow.tsx'

export function AboutRows() {
  const host = useTopic(hostTopic).value
  const [open, setOpen] = useState(false)
  const parts = Object.entries(host?.versions ?? {}).filter(([name]) => name !== t('settings.version'))
  return (
    <>
      <SettingRow id="version" help={parts.map(([name, version]) => `${name} ${version}`).join(' · ')}>
        <RowWords>{host?.version}</RowWords>
      </SettingRow>
      <SettingRow id="licences">
        <Button size="sm" onClick={() => setOpen(true)}>
          {t('settings.readLicences')}
        </Button>
      </SettingRow>
      {open && <LicencesDialog onClose={() => setOpen(false)} />}
    </>
  )
}
