import { useCallback } from 'react'
import { errorText } from '../i18n/error-texts.ts'
import { t } from '../i18n/t.ts'
import { useClient, useTopic } from '../rpc/RpcProvider.tsx'
import { toErrorInfo } from '../rpc/to-error-info.ts'
import { hostTopic } from '../rpc/topics.ts'
import { useSaveSettings } from '../rpc/use-settings.ts'
import { toast } from '../ui/toast-store.ts'
import { openOverlay } from './overlay-store.ts'

/** "Add a file": the host's own dialog where it has one, else a path typed into ours. */
export function useAddFile(): () => void {
  const client = useClient()
  const canPick = useTopic(hostTopic).value?.capabilities.includes('pickFile') ?? false
  const save = useSaveSettings()
  return useCallback(() => {
    if (!canPick) return openOverlay('addFile')
    client.models.pick().then(
      (picked) => {
        if (!picked) return
        void save({ lastModel: picked.id })
        toast(t('models.added'))
      },
      (error: unknown) => toast(errorText(toErrorInfo(error)).title),
    )
  }, [canPick, client, save])
}
