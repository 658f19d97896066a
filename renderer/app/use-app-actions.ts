import { useLocation } from 'wouter'
import type { Model } from '../../electron/contract/models.ts'
import { useActions, type Action } from '../actions/registry.ts'
import { errorText } from '../i18n/error-texts.ts'
import { formatMemory } from '../i18n/format.ts'
import { t } from '../i18n/t.ts'
import { useClient, useTopic } from '../rpc/RpcProvider.tsx'
import { toErrorInfo } from '../rpc/to-error-info.ts'
import { engineTopic, modelsTopic } from '../rpc/topics.ts'
import { useSaveSettings, useSettings } from '../rpc/use-settings.ts'
import {
  AlertIcon,
  CloseIcon,
  EditIcon,
  FileIcon,
  FolderIcon,
  HomeIcon,
  KeyboardIcon,
  ModelsIcon,
  MoonIcon,
  PanelLeftIcon,
  SearchIcon,
  SettingsIcon,
} from '../ui/icons.tsx'
import { toggleList } from '../ui/SectionFrame.tsx'
import { toast } from '../ui/toast-store.ts'
import { openOverlay } from './overlay-store.ts'

const nextTheme = { system: 'dark', dark: 'light', light: 'system' } as const

/** The actions that belong to no one screen. */
export function useAppActions(onAddFile: () => void): void {
  const client = useClient()
  const [location, navigate] = useLocation()
  const engine = useTopic(engineTopic).value
  const models = useTopic(modelsTopic).value?.models ?? []
  const settings = useSettings()
  const save = useSaveSettings()

  const attempt = (work: Promise<unknown>) => {
    work.catch((error: unknown) => toast(errorText(toErrorInfo(error)).title))
  }
  const loaded = engine?.phase === 'ready' ? engine.loaded : null
  const theme = settings?.theme ?? 'system'

  const general: Action[] = [
    {
      id: 'app.palette',
      title: t('action.palette'),
      icon: SearchIcon,
      shortcuts: ['Mod+K'],
      inPalette: false,
      run: () => openOverlay('palette'),
    },
    {
      id: 'app.settings',
      title: t('action.settings'),
      icon: SettingsIcon,
      shortcuts: ['Mod+,'],
      run: () => navigate('/settings'),
    },
    {
      id: 'app.shortcuts',
      title: t('action.shortcuts'),
      icon: KeyboardIcon,
      shortcuts: ['?'],
      run: () => openOverlay('shortcuts'),
    },
    { id: 'app.list', title: t('action.list'), icon: PanelLeftIcon, shortcuts: ['Mod+B'], run: toggleList },
    {
      id: 'app.theme',
      title: t('action.theme', { theme: nextTheme[theme] }),
      icon: MoonIcon,
      keywords: t('action.themeWords'),
      run: () => void save({ theme: nextTheme[theme] }),
    },
    {
      id: 'models.add',
      title: t('models.add'),
      icon: FileIcon,
      keywords: 'gguf',
      run: onAddFile,
    },
    {
      id: 'models.rescan',
      title: t('action.rescan'),
      icon: FolderIcon,
      run: () => attempt(client.models.rescan()),
    },
    {
      id: 'engine.unload',
      title: loaded ? t('action.unload', { name: loaded.name }) : t('action.unloadAny'),
      icon: CloseIcon,
      shortcuts: ['Mod+Shift+U'],
      enabled: loaded !== null,
      run: () => attempt(client.engine.unload()),
    },
    {
      id: 'engine.cancelLoad',
      title: t('action.cancelLoad'),
      icon: CloseIcon,
      enabled: engine?.phase === 'loading',
      run: () => attempt(client.engine.cancelLoad()),
    },
    {
      id: 'engine.reset',
      title: t('action.resetEngine'),
      icon: AlertIcon,
      enabled: engine?.phase === 'failed',
      run: () => attempt(client.engine.reset()),
    },
    {
      id: 'app.welcome',
      title: t('action.welcome'),
      icon: HomeIcon,
      enabled: location !== '/welcome',
      run: () => navigate('/welcome'),
    },
  ]
  useActions('app', general)

  // The chat offers its own while it is shown; from everywhere else the way leads there.
  const newChat: Action = {
    id: 'chat.new',
    title: t('chat.new'),
    icon: EditIcon,
    shortcuts: ['Mod+Shift+O'],
    run: () => navigate('/'),
  }
  const inChat = location === '/' || location.startsWith('/chat/')
  useActions('app.chat', inChat ? [] : [newChat])

  const load = (model: Model): Action => ({
    id: `engine.load.${model.id}`,
    title: t('action.load', { name: model.name }),
    hint: loadHint(model, loaded?.name ?? null),
    icon: ModelsIcon,
    group: 'load',
    run: () => {
      void save({ lastModel: model.id })
      attempt(client.engine.load({ model: model.id }))
    },
  })
  useActions('app.load', models.filter(({ id, problem }) => problem === null && id !== loaded?.model).map(load))
}

function loadHint({ memoryBytes }: Model, unloads: string | null): string {
  const memory = memoryBytes === null ? '' : `~${formatMemory(memoryBytes)}`
  const first = unloads === null ? '' : t('action.unloads', { name: unloads })
  return [memory, first].filter(Boolean).join(', ')
}
