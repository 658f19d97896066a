import { errorText } from '../../i18n/error-texts.ts'
import { formatFileSize } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { useClient, useTopic } from '../../rpc/RpcProvider.tsx'
import { toErrorInfo } from '../../rpc/to-error-info.ts'
import { hostTopic, modelsTopic } from '../../rpc/topics.ts'
import { useSettings } from '../../rpc/use-settings.ts'
import { Button } from '../../ui/Button.tsx'
import { AlertIcon, FileIcon, PlusIcon } from '../../ui/icons.tsx'
import { toast } from '../../ui/toast-store.ts'
import type { Model } from '../../../electron/contract/models.ts'
import { isChanged } from './setting-defaults.ts'
import { SettingRow } from './SettingRow.tsx'

export function ModelRows({ onAddFile }: { onAddFile: () => void }) {
  const client = useClient()
  const settings = useSettings()
  const models = useTopic(modelsTopic).value
  const can = useTopic(hostTopic).value?.capabilities ?? []

  const attempt = (work: Promise<unknown>) => {
    work.catch((error: unknown) => toast(errorText(toErrorInfo(error)).title))
  }

  return (
    <>
      <SettingRow
        id="modelsFolder"
        changed={settings !== undefined && can.includes('pickFile') && isChanged(settings, 'modelsFolder')}
        onReset={() => attempt(client.settings.reset({ keys: ['modelsFolder'] }))}
        help={
          <>
            <span className="block break-all text-text-2">{models?.folder}</span>
            {t(can.includes('pickFile') ? 'settings.modelsFolderHelp' : 'settings.modelsFolderHint')}
          </>
        }
      >
        {can.includes('revealInFolder') && (
          <Button size="sm" onClick={() => attempt(client.system.reveal({ what: 'models' }))}>
            {t('settings.show')}
          </Button>
        )}
        {can.includes('pickFile') && (
          <Button size="sm" onClick={() => attempt(client.settings.pickModelsFolder())}>
            {t('settings.change')}
          </Button>
        )}
        <Button size="sm" disabled={models?.scanning ?? true} onClick={() => attempt(client.models.rescan())}>
          {t(models?.scanning ? 'settings.looking' : 'settings.lookAgain')}
        </Button>
      </SettingRow>
      <SettingRow id="modelFiles" stacked>
        <ul className="-mt-1 mb-0.5 min-w-0 flex-1">
          {models?.models.map((model) => (
            <ModelLine
              key={model.id}
              model={model}
              onTryAgain={() => attempt(client.models.tryAgain({ model: model.id }))}
              onForget={() => attempt(client.models.forget({ model: model.id }))}
            />
          ))}
          <li className="flex min-h-11 items-center justify-end border-t border-line">
            <Button size="sm" variant="ghost" onClick={onAddFile} className="-mr-1">
              <PlusIcon />
              {t('models.add')}
            </Button>
          </li>
        </ul>
      </SettingRow>
    </>
  )
}

type ModelLineProps = { model: Model; onTryAgain: () => void; onForget: () => void }

function ModelLine({ model, onTryAgain, onForget }: ModelLineProps) {
  const { name, problem, quantisation, source, bytes, path } = model
  const wrong = problem && errorText(problem)
  return (
    <li className="flex min-h-11 items-center gap-3 border-line py-1.5 not-first:border-t">
      {problem ? <AlertIcon className="text-bad" /> : <FileIcon className="text-text-3" />}
      <span className="min-w-0 flex-1">
        <span className="flex gap-2">
          <span className="truncate">{name}</span>
          <span className="flex-none text-text-3">{quantisation}</span>
        </span>
        {wrong && (
          <span className="block text-12 text-text-2">
            {wrong.title}. {wrong.body}
          </span>
        )}
        <span className="block truncate text-12 text-text-3" title={path}>
          {source === 'starter' ? t('models.builtIn') : <bdi>{path}</bdi>}
        </span>
      </span>
      <span className="num flex-none text-text-2">{formatFileSize(bytes)}</span>
      {problem?.code === 'MODEL_QUARANTINED' && (
        <Button size="sm" aria-label={t('settings.tryAgainOne', { name })} onClick={onTryAgain}>
          {t('common.tryAgain')}
        </Button>
      )}
      {source === 'added' && (
        <Button size="sm" aria-label={t('settings.forgetOne', { name })} onClick={onForget}>
          {t('settings.forget')}
        </Button>
      )}
    </li>
  )
}
