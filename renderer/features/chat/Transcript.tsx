import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Message } from '../../../electron/contract/chat.ts'
import type { MessageId } from '../../../electron/contract/ids.ts'
import { t } from '../../i18n/t.ts'
import { cx } from '../../ui/class-names.ts'
import { keyboardScroll } from '../../ui/markdown/semantics.ts'
import { Answer } from './Answer.tsx'
import { column, gutter } from './column.ts'
import { useConnected } from './connected.ts'
import './frozen.css'
import { LatestChip } from './LatestChip.tsx'
import { useFollow } from './use-follow.ts'
import { useFoundMessage } from './use-found-message.ts'
import type { MessageActions } from './use-message-actions.ts'
import { UserMessage } from './UserMessage.tsx'

export type TranscriptProps = {
  messages: readonly Message[]
  actions: MessageActions
  /** The message to go to, once. */
  target?: MessageId | null
  onReached?: () => void
  /** The question of an answer is to be written anew. */
  onEdit?: (question: MessageId) => void
  children?: ReactNode
}

/** Messages drawn at first, and how many more each time the reader comes near the top of them. */
const step = 40

const nothing = (): void => undefined

/**
 * The conversation. It is a log, but not a live region: words that come one by one would be read one by one. What is
 * read aloud comes from the Announcer.
 */
export function Transcript({
  messages,
  actions,
  target = null,
  onReached = nothing,
  onEdit,
  children,
}: TranscriptProps) {
  const { scroller, content, onScroll, away, toLatest, leave } = useFollow()
  const connected = useConnected()
  const [shown, setShown] = useState(step)
  const index = target === null ? -1 : messages.findIndex(({ id }) => id === target)
  if (index >= 0 && messages.length - index > shown) setShown(messages.length - index + step)
  const hidden = Math.max(0, messages.length - shown)
  const busy = messages.at(-1)?.state.phase !== 'done'
  const asked = messages.filter(({ role }) => role === 'user').length

  // What one has just sent oneself is what one wants to see.
  useEffect(() => toLatest(), [asked, toLatest])
  // After it: whoever looks for something does not mean the end.
  useFoundMessage({ target, scroller, onLeave: leave, onReached })

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={t('chat.transcript')}
        aria-busy={busy && connected}
        data-frozen={!connected || undefined}
        onScroll={onScroll}
        className={cx('h-full overflow-y-auto focus-visible:outline-offset-[-2px]', gutter)}
        {...keyboardScroll}
      >
        <div ref={content} className={cx(column, 'pt-6 pb-2')}>
          {hidden > 0 && <Earlier key={hidden} onNear={() => setShown((count) => count + step)} />}
          {messages.slice(hidden).map((message, at, all) =>
            message.role === 'user' ? (
              <UserMessage key={message.id} message={message} />
            ) : (
              // All versions of an answer are one for the eye and for the focus.
              <Answer
                key={message.versions[0] ?? message.id}
                message={message}
                last={at === all.length - 1}
                actions={actions}
                onEdit={onEdit}
              />
            ),
          )}
          {children}
        </div>
      </div>
      {away && <LatestChip onPress={toLatest} />}
    </div>
  )
}

/** Stands where older messages go on; asks for them before it is reached. */
function Earlier({ onNear }: { onNear: () => void }) {
  const mark = useRef<HTMLDivElement>(null)
  const near = useRef(onNear)
  useEffect(() => {
    near.current = onNear
  })
  useEffect(() => {
    if (!mark.current) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && near.current(), {
      rootMargin: '800px',
    })
    observer.observe(mark.current)
    return () => observer.disconnect()
  }, [])
  return <div ref={mark} className="h-px" />
}
