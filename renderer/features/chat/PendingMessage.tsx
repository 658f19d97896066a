import { useEffect, useState } from 'react'
import { errorText } from '../../i18n/error-texts.ts'
import { t } from '../../i18n/t.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { TextButton } from '../../ui/TextButton.tsx'
import type { Outgoing } from './outbox.ts'
import { Bubble } from './UserMessage.tsx'

export type PendingMessageProps = { message: Outgoing; onRetry: () => void; onTakeBack: () => void }

/** A confirmed message is usually there before anybody could see that it was not yet. */
const patienceMs = 250

/** What was sent and is not confirmed, or was refused; its text is never lost. */
export function PendingMessage({ message, onRetry, onTakeBack }: PendingMessageProps) {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), patienceMs)
    return () => clearTimeout(timer)
  }, [])
  const { error } = message
  if (!slow && !error) return null
  const lost = error?.code === 'CONNECTION_LOST'
  return (
    <div className="mt-5">
      <Bubble text={message.text} dim />
      {(!error || lost) && (
        <p role="status" className="mt-1.5 flex justify-end gap-2 text-12 text-text-3">
          <span className="py-1">{t(lost ? 'pending.waits' : 'pending.sending')}</span>
          {lost && <TextButton onClick={onRetry}>{t('common.tryAgain')}</TextButton>}
        </p>
      )}
      {error && !lost && (
        <Notice
          className="mt-3"
          title={errorText(error).title}
          actions={
            <>
              <Button onClick={onRetry}>{t('common.tryAgain')}</Button>
              <Button variant="ghost" onClick={onTakeBack}>
                {t('pending.takeBack')}
              </Button>
            </>
          }
        >
          {errorText(error).body}
        </Notice>
      )}
    </div>
  )
}
