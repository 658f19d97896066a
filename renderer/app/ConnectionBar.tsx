import { t } from '../i18n/t.ts'
import { useConnection } from '../rpc/RpcProvider.tsx'
import { AlertIcon } from '../ui/icons.tsx'
import { TextButton } from '../ui/TextButton.tsx'

/** Over everything while the page has no host. What is shown below stays readable. */
export function ConnectionBar() {
  const { state, retryNow } = useConnection()
  return (
    <div role="status" className="flex-none">
      {state.phase === 'lost' && (
        <div className="appear flex min-h-8 flex-wrap items-center justify-center gap-x-3 border-b border-line bg-raised px-4 py-1 text-text-2">
          <span className="flex items-center gap-2">
            <AlertIcon className="text-warn" />
            {t('connection.lost')}
          </span>
          <TextButton onClick={retryNow}>{t('connection.tryNow')}</TextButton>
        </div>
      )}
    </div>
  )
}
