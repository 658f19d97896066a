import { t } from '../i18n/t.ts'
import { Button } from '../ui/Button.tsx'
import { MarkIcon } from '../ui/icons.tsx'

export type StartPageProps = { reason: 'signedOut' | 'unreachable'; onRetry: () => void }

/** Instead of the app, when this page has no session or nobody answers. */
export function StartPage({ reason, onRetry }: StartPageProps) {
  return (
    <main className="grid h-full place-items-center overflow-y-auto bg-surface p-6">
      <div className="flex max-w-[480px] gap-4">
        <MarkIcon size={40} />
        <div>
          <h1 className="text-20">{t(reason === 'signedOut' ? 'start.signedOut' : 'start.unreachable')}</h1>
          <p className="mt-2 text-14 text-text-2">
            {t(reason === 'signedOut' ? 'start.signedOutHelp' : 'start.unreachableHelp')}
          </p>
          <pre className="mt-4 rounded-8 border border-line bg-code-bg px-3.5 py-2 font-mono text-13">npm start</pre>
          <Button className="mt-5" onClick={onRetry}>
            {t('common.tryAgain')}
          </Button>
        </div>
      </div>
    </main>
  )
}
