import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { Link } from 'wouter'
import type { ChatId } from '../../../electron/contract/ids.ts'
import { errorText } from '../../i18n/error-texts.ts'
import { t } from '../../i18n/t.ts'
import { useClient } from '../../rpc/RpcProvider.tsx'
import { toErrorInfo } from '../../rpc/to-error-info.ts'
import { cx } from '../../ui/class-names.ts'
import { groupHits, type ChatHits } from './group-hits.ts'
import { chatAddress, messageAddress } from './use-chat-commands.ts'

const typingPauseMs = 120

/** The host names no more. */
const mostHits = 50

/** Words anywhere in titles and messages of every chat. */
export function ChatSearch({ query, selected }: { query: string; selected: ChatId | null }) {
  const client = useClient()
  const settled = useSettled(query)
  const search = useQuery({
    queryKey: ['chat.search', settled],
    queryFn: () => client.chat.search({ query: settled }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  if (search.isError) return <p className="px-2 pt-4 text-text-3">{errorText(toErrorInfo(search.error)).title}</p>
  const hits = search.data
  if (!hits) return null
  return (
    <section aria-label={t('search.results')}>
      <p role="status" className="num px-2 pt-4 text-12 text-text-3">
        {hits.length < mostHits ? t('search.count', { count: hits.length }) : t('search.many', { count: mostHits })}
      </p>
      {groupHits(hits).map((found) => (
        <FoundChat key={found.chat} found={found} open={found.chat === selected} />
      ))}
    </section>
  )
}

const row = 'block rounded-8 px-2 py-1 transition-colors hover:bg-hover focus-visible:outline-offset-[-2px]'

/** A chat with what was found in it: its title, which leads to the chat, and messages, which lead to their place. */
function FoundChat({ found: { chat, title, byTitle, messages }, open }: { found: ChatHits; open: boolean }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="pt-2">
      <h3 id={id} className="text-13 font-text">
        {byTitle ? (
          <Link
            to={chatAddress(chat)}
            aria-current={open ? 'page' : undefined}
            className={cx(row, 'truncate text-text', open && 'bg-selected')}
          >
            {title}
          </Link>
        ) : (
          <span className="block truncate px-2 py-1 text-text">{title}</span>
        )}
      </h3>
      {messages.map(({ message, excerpt }) => (
        // Steps inside the open chat are not steps of the way back.
        <Link key={message} to={messageAddress(chat, message)} replace={open} className={row}>
          <span className="line-clamp-2 border-l border-line-strong pl-2 text-12 text-text-3">{excerpt}</span>
        </Link>
      ))}
    </section>
  )
}

/** The value once it has not changed for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), typingPauseMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
