import { memo } from 'react'
import type { Message } from '../../../electron/contract/chat.ts'
import type { ErrorInfo } from '../../../electron/contract/errors.ts'
import type { MessageId } from '../../../electron/contract/ids.ts'
import { errorText } from '../../i18n/error-texts.ts'
import { t } from '../../i18n/t.ts'
import { Markdown } from '../../ui/markdown/Markdown.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { AnswerNotice } from './AnswerNotice.tsx'
import { MessageFooter } from './MessageFooter.tsx'
import { QueuedLine, ReadingLine } from './AnswerProgress.tsx'
import { Thought } from './Thought.tsx'
import type { MessageActions } from './use-message-actions.ts'

export type AnswerProps = {
  message: Message
  last: boolean
  actions: MessageActions
  onEdit?: ((question: MessageId) => void) | undefined
}

/** Drawn anew only when this message changes; offscreen the browser leaves its layout out. */
export const Answer = memo(function Answer({ message, last, actions, onEdit }: AnswerProps) {
  const { state, parts } = message
  const done = state.phase === 'done'
  const dropped = done ? (state.stats?.droppedTurns ?? 0) : 0
  return (
    <article
      aria-label={t('message.answer', { model: message.model?.name ?? '' })}
      data-message={message.id}
      tabIndex={-1}
      className="group/answer mt-5 scroll-mt-6 first:mt-0"
      style={last ? undefined : { contentVisibility: 'auto', containIntrinsicSize: 'auto 320px' }}
    >
      {dropped > 0 && <p className="mb-2 text-12 text-text-3">{t('answer.dropped', { count: dropped })}</p>}
      {state.phase === 'queued' && <QueuedLine onCancel={actions.stop} />}
      {state.phase === 'reading' && <ReadingLine state={state} onCancel={actions.stop} />}
      {parts.map((part, index) => {
        const live = !done && index === parts.length - 1
        return part.kind === 'thought' ? (
          <Thought key={index} text={part.text} ms={part.ms} live={live} />
        ) : (
          <Markdown key={index} text={part.text} live={live} />
        )
      })}
      {state.phase === 'streaming' && state.unsaved && <Unsaved error={state.unsaved} />}
      <MessageFooter message={message} actions={actions} />
      {done && last && (
        <AnswerNotice
          message={message}
          onTryAgain={(anyway) => actions.regenerate(message.id, anyway)}
          onEdit={onEdit}
        />
      )}
    </article>
  )
})

/** The answer goes on, and what is written of it is not on disk yet. */
function Unsaved({ error }: { error: ErrorInfo }) {
  const { title, body } = errorText(error)
  return (
    <Notice className="mt-3" title={title}>
      {body} {t('answer.unsaved')}
    </Notice>
  )
}
