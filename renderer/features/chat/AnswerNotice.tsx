import type { Message } from '../../../electron/contract/chat.ts'
import type { MessageId } from '../../../electron/contract/ids.ts'
import { errorText } from '../../i18n/error-texts.ts'
import { t } from '../../i18n/t.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { NextSteps } from './NextSteps.tsx'

export type AnswerNoticeProps = {
  message: Message
  onTryAgain: (anyway: boolean) => void
  onEdit?: ((question: MessageId) => void) | undefined
}

/** Where an answer ended other than by itself: what happened, what was kept, what to do. Only under the last one. */
export function AnswerNotice({ message, onTryAgain, onEdit }: AnswerNoticeProps) {
  const { state, parent } = message
  if (state.phase !== 'done') return null
  const { reason, error } = state
  if (reason === 'end' || reason === 'stopped' || reason === 'length') return null
  if (reason !== 'cut') {
    return (
      <Notice
        className="mt-3"
        tone="info"
        title={t(`notice.${reason}.title`)}
        actions={<Button onClick={() => onTryAgain(false)}>{t('answer.again')}</Button>}
      >
        {t(`notice.${reason}.body`)}
      </Notice>
    )
  }
  if (error === null) {
    const again = (
      <Button variant="primary" onClick={() => onTryAgain(false)}>
        {t('common.tryAgain')}
      </Button>
    )
    return (
      <Notice className="mt-3" title={t('notice.cut.title')} actions={again}>
        {t('notice.cut.body')}
      </Notice>
    )
  }
  const { title, body } = errorText(error)
  const edit = onEdit && parent !== null ? () => onEdit(parent) : undefined
  return (
    <Notice className="mt-3" title={title} actions={<NextSteps error={error} onAgain={onTryAgain} onEdit={edit} />}>
      {body}
    </Notice>
  )
}
