import { useCallback } from 'react'
import { errorText } from '../../i18n/error-texts.ts'
import { toErrorInfo } from '../../rpc/to-error-info.ts'
import { toast } from '../../ui/toast-store.ts'

/** Runs something that may fail and says so in passing; true when it worked. */
export function useAttempt(): (work: Promise<unknown>) => Promise<boolean> {
  return useCallback(async (work) => {
    try {
      await work
      return true
    } catch (error) {
      toast(errorText(toErrorInfo(error)).title, null, 'failed')
      return false
    }
  }, [])
}
