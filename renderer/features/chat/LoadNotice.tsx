import { errorText } from '../../i18n/error-texts.ts'
import { t } from '../../i18n/t.ts'
import { Notice } from '../../ui/Notice.tsx'
import { focusComposer } from './focus.ts'
import { NextSteps } from './NextSteps.tsx'
import type { ChatModel } from './use-chat-model.ts'

/** The model of this chat was asked for and is not there: why, and what to do. What is being written stays. */
export function LoadNotice({ model }: { model: ChatModel }) {
  if (model.failure === null) return null
  const { name, error } = model.failure
  const { title, body } = errorText(error)
  const again = (anyway: boolean): void => {
    model.load(anyway)
    focusComposer()
  }
  return (
    <Notice
      className="mb-2"
      title={t('model.notLoaded', { name })}
      actions={<NextSteps quiet error={error} onAgain={again} />}
    >
      {title}. {body}
    </Notice>
  )
}
