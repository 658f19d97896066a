import { runAction } from '../../actions/registry.ts'
import { t } from '../../i18n/t.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import type { ModelProblem } from './use-chat-model.ts'

/** Opens the menu of models, which is another feature's. */
export const chooseModel = (): void => void runAction('models.choose')

/** The model of this chat cannot answer. Which one does instead is the user's choice. */
export function ModelNotice({ problem: { name, words } }: { problem: ModelProblem }) {
  return (
    <Notice
      tone="warn"
      className="mb-2"
      title={name === null ? t('model.lastUnavailable') : t('model.unavailable', { name })}
      actions={<Button onClick={chooseModel}>{t('model.chooseAnother')}</Button>}
    >
      {words}
    </Notice>
  )
}
