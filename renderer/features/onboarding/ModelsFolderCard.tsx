import { useMutation } from '@tanstack/react-query'
import type { ModelsEvent } from '../../../electron/contract/models.ts'
import { errorText } from '../../i18n/error-texts.ts'
import { t } from '../../i18n/t.ts'
import { useClient, useTopic } from '../../rpc/RpcProvider.tsx'
import { toErrorInfo } from '../../rpc/to-error-info.ts'
import { hostTopic } from '../../rpc/topics.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { FolderIcon } from '../../ui/icons.tsx'
import { toast } from '../../ui/toast-store.ts'

export function ModelsFolderCard({ models }: { models: ModelsEvent | undefined }) {
  const client = useClient()
  const host = useTopic(hostTopic).value
  const canPick = host?.capabilities.includes('pickFile') ?? false
  const pick = useMutation({
    mutationFn: () => client.settings.pickModelsFolder(),
    onError: (error) => toast(errorText(toErrorInfo(error)).title),
  })
  const inFolder = models?.models.filter(({ source }) => source === 'folder') ?? []
  const count = inFolder.filter(({ problem }) => problem === null).length
  return (
    <section>
      <h2 className="mb-2 text-13">{t('welcome.folderTitle')}</h2>
      <Card>
        <div className="flex min-h-11 items-center gap-3 px-3.5 py-1.5">
          <FolderIcon className="text-text-3" />
          <span className="min-w-0 flex-1">
            <span className="block truncate" title={models?.folder}>
              {models?.folder ?? ' '}
            </span>
            <span className="block text-12 text-text-3">{t('welcome.folderHelp')}</span>
          </span>
          <span className="num flex-none text-text-2">
            {t('welcome.folderCount', { count, broken: inFolder.length - count })}
          </span>
        </div>
        <div className="flex min-h-11 items-center justify-between gap-3 border-t border-line px-3.5 py-1.5">
          {canPick ? (
            <Button size="sm" className="ml-auto" disabled={pick.isPending} onClick={() => pick.mutate()}>
              {t('welcome.chooseFolder')}
            </Button>
          ) : (
            <span className="text-12 text-text-3">{t('welcome.folderHint')}</span>
          )}
        </div>
      </Card>
    </section>
  )
}
