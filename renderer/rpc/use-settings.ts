import { useCallback } from 'react'
import type { Settings, SettingsPatch } from '../../electron/contract/settings.ts'
import { errorText } from '../i18n/error-texts.ts'
import { toast } from '../ui/toast-store.ts'
import { useClient, useTopic } from './RpcProvider.tsx'
import { toErrorInfo } from './to-error-info.ts'
import { settingsTopic } from './topics.ts'

/** All settings; undefined until the host answered. */
export function useSettings(): Settings | undefined {
  return useTopic(settingsTopic).value?.settings
}

/** Saves at once. What could not be saved is said, and the shown value stays the stored one. */
export function useSaveSettings(): (patch: SettingsPatch) => Promise<void> {
  const client = useClient()
  return useCallback(
    async (patch) => {
      try {
        await client.settings.set(patch)
      } catch (error) {
        toast(errorText(toErrorInfo(error)).title)
      }
    },
    [client],
  )
}
