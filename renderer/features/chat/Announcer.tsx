import { useEffect, useRef, useState } from 'react'
import type { Message } from '../../../electron/contract/chat.ts'
import { t } from '../../i18n/t.ts'
import { createAnnouncements, type Announcements } from './announcements.ts'

/** Old announcements are of no use; screen readers speak nodes when they come, not while they stand there. */
const keptAtMost = 12

type Said = { id: number; words: string }

/**
 * Tells a screen reader what is being answered, sentence by sentence. It stays mounted, and each announcement is a new
 * node: changed text is not spoken everywhere.
 */
export function Announcer({ message }: { message: Message | undefined }) {
  const [said, setSaid] = useState<readonly Said[]>([])
  const current = useRef<{ id: string; announcements: Announcements } | null>(null)
  const count = useRef(0)

  useEffect(() => {
    if (message?.role !== 'assistant') return
    const { id, state } = message
    const done = state.phase === 'done'
    // An answer that was complete when this page first saw it is read by whoever goes there.
    if (current.current?.id !== id) current.current = done ? null : { id, announcements: createAnnouncements() }
    if (!current.current) return
    const { announcements } = current.current
    const text = spokenText(message)
    const words = done ? announcements.finish(text) : announcements.grow(text, performance.now())
    if (done) current.current = null
    const end = done && state.reason !== 'end' ? t(`answer.reason.${state.reason}`) : null
    const news = [words, end].filter((part) => part !== null)
    if (news.length === 0) return
    setSaid((before) =>
      [...before, ...news.map((part) => ({ id: (count.current += 1), words: part }))].slice(-keptAtMost),
    )
  }, [message])

  return (
    <div className="sr-only" aria-live="polite">
      {said.map(({ id, words }) => (
        <p key={id}>{words}</p>
      ))}
    </div>
  )
}

/** The text without the signs of its markup, which nobody wants to hear. */
function spokenText({ parts }: Message): string {
  return parts
    .filter(({ kind }) => kind === 'text')
    .map(({ text }) => text)
    .join('')
    .replace(/[*_`#|~]+/g, '')
}
