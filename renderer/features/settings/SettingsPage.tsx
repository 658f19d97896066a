import { useQuery } from '@tanstack/react-query'
import { useCallback, type ReactNode } from 'react'
import { ShortcutList } from '../../actions/ShortcutList.tsx'
import { t } from '../../i18n/t.ts'
import { useClient } from '../../rpc/RpcProvider.tsx'
import { useSaveSettings, useSettings } from '../../rpc/use-settings.ts'
import { AboutRows } from './AboutRows.tsx'
import { DataRows } from './DataRows.tsx'
import { ModelRows } from './ModelRows.tsx'
import { controls, type Control } from './setting-controls.ts'
import { isChanged, type ShownSetting } from './setting-defaults.ts'
import { sectionTitle, settingIds, settingIndex, settingSections, type SettingSection } from './setting-index.ts'
import { RowWords, SettingRow } from './SettingRow.tsx'
import { SettingControl } from './SettingControl.tsx'

function isControlled(id: string): id is keyof typeof controls {
  return id in controls
}

/** All sections, one under the other. What the search hides leaves no empty heading behind. */
export function SettingsPage({ onAddFile }: { onAddFile: () => void }) {
  return (
    <div className="mx-auto w-full max-w-[calc(var(--container-column)+48px)] p-6">
      {settingSections.map((section) => (
        <section
          key={section}
          id={`settings-${section}`}
          aria-labelledby={`settings-${section}-title`}
          className="mb-6 scroll-mt-6 not-has-[[data-row]]:hidden"
        >
          <h2 id={`settings-${section}-title`} tabIndex={-1} className="mb-2 text-14">
            {sectionTitle(section)}
          </h2>
          <div className="rounded-12 border border-line bg-raised">
            <SectionRows section={section} onAddFile={onAddFile} />
          </div>
        </section>
      ))}
    </div>
  )
}

function SectionRows({ section, onAddFile }: { section: SettingSection; onAddFile: () => void }): ReactNode {
  switch (section) {
    case 'models':
      return <ModelRows onAddFile={onAddFile} />
    case 'privacy':
      return (
        <>
          <SettingRow id="network">
            <RowWords>{t('settings.networkNone')}</RowWords>
          </SettingRow>
          <SettingRow id="telemetry">
            <RowWords>{t('settings.telemetryNone')}</RowWords>
          </SettingRow>
        </>
      )
    case 'keyboard':
      return (
        <SettingRow id="keyboard" stacked>
          <div className="-mt-1 flex-1 pr-1">
            <ShortcutList />
          </div>
        </SettingRow>
      )
    case 'data':
      return <DataRows />
    case 'about':
      return <AboutRows />
    default:
      return <ControlRows section={section} />
  }
}

function ControlRows({ section }: { section: SettingSection }) {
  const client = useClient()
  const settings = useSettings()
  const save = useSaveSettings()
  const machine = useQuery({ queryKey: ['hardware.machine'], queryFn: () => client.hardware.machine() })
  const reset = useCallback((key: ShownSetting) => void client.settings.reset({ keys: [key] }), [client])
  if (!settings) return null
  return settingIds.filter(isControlled).map((id) => {
    const { label, section: own } = settingIndex[id]
    if (own !== section) return null
    const control: Control = controls[id]
    return (
      <SettingRow
        key={id}
        id={id}
        stacked={control.kind === 'text'}
        changed={isChanged(settings, id)}
        onReset={() => reset(id)}
      >
        <SettingControl
          label={t(label)}
          control={control}
          settings={settings}
          facts={{ logicalCores: machine.data?.logicalCores ?? null }}
          onSave={(patch) => void save(patch)}
        />
      </SettingRow>
    )
  })
}
