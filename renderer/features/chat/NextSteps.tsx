import { useState } from 'react'
import { useLocation } from 'wouter'
import type { ErrorInfo } from '../../../electron/contract/errors.ts'
import type { SettingsPatch } from '../../../electron/contract/settings.ts'
import { formatCount } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { useClient } from '../../rpc/RpcProvider.tsx'
import { Button } from '../../ui/Button.tsx'
import { EngineLogDialog } from './EngineLogDialog.tsx'
import { chooseModel } from './ModelNotice.tsx'
import { nextSteps, type NextStep } from './next-steps.ts'
import { useAttempt } from './use-attempt.ts'

export type NextStepsProps = {
  error: ErrorInfo
  /** What failed is tried once more; `anyway`: also if it seems to need more memory than is left. */
  onAgain: (anyway: boolean) => void
  /** Left out: there is nothing to write anew. */
  onEdit?: (() => void) | undefined
  /** Something else on the screen is what should be pressed first. */
  quiet?: boolean
}

/** The buttons under a failure, the one that helps most first. */
export function NextSteps({ error, onAgain, onEdit, quiet = false }: NextStepsProps) {
  const client = useClient()
  const attempt = useAttempt()
  const [, navigate] = useLocation()
  const [logShown, setLogShown] = useState(false)
  const fitContext = Number(error.data?.['fitContext'] ?? 0)

  const again = async (): Promise<void> => {
    // The engine stays off until somebody says that it may start; this is how they say it.
    if (error.code === 'ENGINE_BREAKER_OPEN' && !(await attempt(client.engine.reset()))) return
    onAgain(false)
  }
  const againWith = async (patch: SettingsPatch): Promise<void> => {
    if (await attempt(client.settings.set(patch))) onAgain(false)
  }
  const run: Record<NextStep, () => void> = {
    edit: () => onEdit?.(),
    again: () => void again(),
    context: () => void againWith({ contextSize: fitContext }),
    shorter: () => navigate('/settings/contextSize'),
    processor: () => void againWith({ gpu: 'off' }),
    model: chooseModel,
    anyway: () => onAgain(true),
    log: () => setLogShown(true),
  }
  const first = quiet ? 'default' : 'primary'
  const steps = nextSteps(error).filter((step) => step !== 'edit' || onEdit)
  return (
    <>
      {steps.map((step, at) => (
        <Button key={step} variant={at > 0 || step === 'log' ? 'ghost' : first} onClick={run[step]}>
          {words(step, fitContext)}
        </Button>
      ))}
      {logShown && <EngineLogDialog onClose={() => setLogShown(false)} />}
    </>
  )
}

function words(step: NextStep, fitContext: number): string {
  switch (step) {
    case 'edit':
      return t('notice.editQuestion')
    case 'again':
      return t('common.tryAgain')
    case 'context':
      return t('notice.fitContext', { count: formatCount(fitContext) })
    case 'shorter':
      return t('notice.shorterContext')
    case 'processor':
      return t('notice.useProcessor')
    case 'model':
      return t('model.chooseAnother')
    case 'anyway':
      return t('notice.loadAnyway')
    case 'log':
      return t('notice.whatHappened')
  }
}
