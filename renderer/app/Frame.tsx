import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import { useShortcuts } from '../actions/use-shortcuts.ts'
import { useForgetUnsent } from '../features/chat/use-forget-unsent.ts'
import { Welcome } from '../features/onboarding/Welcome.tsx'
import { useSettingActions } from '../features/settings/use-setting-actions.ts'
import { errorText } from '../i18n/error-texts.ts'
import { t } from '../i18n/t.ts'
import { useConnection, useTopic } from '../rpc/RpcProvider.tsx'
import { settingsTopic } from '../rpc/topics.ts'
import { useSaveSettings } from '../rpc/use-settings.ts'
import { Notice } from '../ui/Notice.tsx'
import { ConnectionBar } from './ConnectionBar.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { HostNotice } from './HostNotice.tsx'
import { Overlays } from './Overlays.tsx'
import { Rail } from './Rail.tsx'
import { Section } from './Section.tsx'
import { StartPage } from './StartPage.tsx'
import { StatusStrip } from './StatusStrip.tsx'
import { useAddFile } from './use-add-file.ts'
import { useAppActions } from './use-app-actions.ts'
import { useFileDrop } from './use-file-drop.ts'
import { useMenuActions } from './use-menu-actions.ts'
import { useTheme } from './use-theme.ts'

/** Rail, section and strip; instead of rail and section the welcome, until the first conversation. */
export function Frame() {
  const { state } = useConnection()
  const settings = useTopic(settingsTopic)
  const addFile = useAddFile()
  useTheme(settings.value?.settings.theme)
  useForgetUnsent(settings.value?.settings.welcomed)
  useShortcuts()
  useAppActions(addFile)
  useSettingActions()
  useFileDrop()
  useMenuActions()

  if (state.phase === 'signedOut') return <StartPage reason="signedOut" onRetry={() => location.reload()} />
  return (
    <div className="flex h-full flex-col">
      <ConnectionBar />
      <HostNotice />
      <div className="relative flex min-h-0 flex-1">
        {settings.value && <Screen welcomed={settings.value.settings.welcomed} onAddFile={addFile} />}
        {settings.phase === 'waiting' && <p className="sr-only">{t('app.starting')}</p>}
        {settings.phase === 'failed' && !settings.value && (
          <Centred>
            <Notice title={errorText(settings.error).title}>{errorText(settings.error).body}</Notice>
          </Centred>
        )}
      </div>
      <StatusStrip />
      <Overlays />
    </div>
  )
}

function Centred({ children }: { children: ReactNode }) {
  return <main className="grid min-w-0 flex-1 place-items-center bg-surface p-6">{children}</main>
}

function Screen({ welcomed, onAddFile }: { welcomed: boolean; onAddFile: () => void }) {
  const [location, navigate] = useLocation()
  const save = useSaveSettings()
  if (location === '/welcome' || (!welcomed && location === '/')) {
    return (
      <Welcome
        onAddFile={onAddFile}
        onStart={(lastModel) => void save({ welcomed: true, lastModel }).then(() => navigate('/'))}
        onSkip={() => void save({ welcomed: true }).then(() => navigate('/'))}
      />
    )
  }
  return (
    <>
      <Rail />
      <ErrorBoundary resetKey={location}>
        <Section location={location} onAddFile={onAddFile} />
      </ErrorBoundary>
    </>
  )
}
