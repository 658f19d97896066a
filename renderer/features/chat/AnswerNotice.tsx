import { useState } from 'react'
import type { Message } from '../../../electron/contract/chat.ts'
import type { MessageId } from '../../../electron/contract/ids.ts'
import type { ErrorCode } from '../../../electron/contract/errors.ts'
import { errorText } from '../../i18n/error-texts.ts'
import { t } from '../../i18n/t.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { EngineLogDialog } from './EngineLogDialog.tsx'

export type AnswerNoticeProps = {
  message: Message
  onTryAgain: () => void
  onEdit?: ((question: MessageId) => void) | undefined
}

/** Where an answer ended other than by itself: what happened, what was kept, what to do. Only under the last one. */
export function AnswerNotice({ message, onTryAgain, onEdit }: AnswerNoticeProps) {
  const [logShown, setLogShown] = useState(false)
  const { state, parent } = message
  if (state.phase !== 'done') return null
  const { reason, error } = state
  if (reason === 'end' || reason === 'stopped' || reason === 'length') return null
  if (reason !== 'cut') {
    return (
      <Notice className="mt-3" tone="info" title={t(`notice.${reason}.title`)} actions={again(onTryAgain)}>
        {t(`notice.${reason}.body`)}
      </Notice>
    )
  }
  const words = error ? errorText(error) : { title: t('notice.cut.title'), body: t('notice.cut.body') }
  // What was too long once is too long again, unless the context was made longer meanwhile.
  const edit = error?.code === 'PROMPT_TOO_LONG' && onEdit && parent !== null ? () => onEdit(parent) : null
  const actions = (
    <>
      {edit && (
        <Button variant="primary" onClick={edit}>
          {t('notice.editQuestion')}
        </Button>
      )}
      <Button variant={edit ? 'ghost' : 'primary'} onClick={onTryAgain}>
        {t('common.tryAgain')}
      </Button>
      {error && hasLog(error.code) && (
        <Button variant="ghost" onClick={() => setLogShown(true)}>
          {t('notice.whatHappened')}
        </Button>
      )}
    </>
  )
  return (
    <>
      <Notice className="mt-3" title={words.title} actions={actions}>
        {words.body}
      </Notice>
      {logShown && <EngineLogDialog onClose={() => setLogShown(false)} />}
    </>
  )
}

function again(onTryAgain: () => void) {
  return <Button onClick={onTryAgain}>{t('answer.again')}</Button>
}

function hasLog(code: ErrorCode): boolean {
  return code.startsWith('ENGINE_') || code === 'MODEL_LOAD_FAILED' || code === 'INTERNAL'
}
