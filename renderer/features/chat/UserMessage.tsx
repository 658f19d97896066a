import { memo } from 'react'
import type { Message } from '../../../electron/contract/chat.ts'
import type { MessageId } from '../../../electron/contract/ids.ts'
import { t } from '../../i18n/t.ts'

/** What the user wrote, as it was written: nobody meant it as Markdown. */
export const UserMessage = memo(function UserMessage({ message }: { message: Message }) {
  return <Bubble id={message.id} text={message.parts.map(({ text }) => text).join('')} />
})

export type BubbleProps = { text: string; id?: MessageId; dim?: boolean }

export function Bubble({ text, id, dim = false }: BubbleProps) {
  return (
    <article
      aria-label={t('message.yours')}
      data-message={id}
      tabIndex={-1}
      className="mt-5 flex scroll-mt-6 justify-end first:mt-0"
    >
      <p
        dir="auto"
        className={`max-w-[min(32em,84%)] rounded-12 bg-selected px-3.5 py-2 text-14 leading-prose [overflow-wrap:anywhere] whitespace-pre-wrap ${dim ? 'text-text-2' : ''}`}
      >
        {text}
      </p>
    </article>
  )
}
