import { runAction } from '../../actions/registry.ts'
import { t } from '../../i18n/t.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { focusComposer } from './focus.ts'
import type { ChatModel } from './use-chat-model.ts'

/** Opens the menu of models, which is another feature's. */
export const chooseModel = (): void => void runAction('models.choose')

/** The model of this chat cannot answer. Which one does instead, or whether it is tried again, is the user's choice. */
export function ModelNotice({ model }: { model: ChatModel }) {
  if (model.problem === null) return null
  const { name, words } = model.problem
  const again = (): void => {
    void model.tryAgain()
    focusComposer()
  }
  return (
    <Notice
      tone="warn"
      className="mb-2"
      title={name === null ? t('model.lastUnavailable') : t('model.unavailable', { name })}
      actions={
        <>
          {model.quarantined !== null && <Button onClick={again}>{t('common.tryAgain')}</Button>}
          <Button onClick={chooseModel}>{t('model.chooseAnother')}</Button>
        </>
      }
    >
      {words}
    </Notice>
  )
}
