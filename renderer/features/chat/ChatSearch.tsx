import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import type { ChatId } from '../../../electron/contract/ids.ts'
import { errorText } from '../../i18n/error-texts.ts'
import { t } from '../../i18n/t.ts'
import { useClient } from '../../rpc/RpcProvider.tsx'
import { toErrorInfo } from '../../rpc/to-error-info.ts'
import { cx } from '../../ui/class-names.ts'
import { chatAddress } from './use-chat-commands.ts'

const typingPauseMs = 120

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
      <p role="status" className="num px-2 pt-4 pb-1.5 text-12 text-text-3">
        {t('search.count', { count: hits.length })}
      </p>
      {hits.map(({ chat, title, message, excerpt }) => (
        <Link
          key={message ?? chat}
          to={chatAddress(chat)}
          aria-current={chat === selected ? 'page' : undefined}
          className={cx(
            'block rounded-8 px-2 py-1.5 transition-colors focus-visible:outline-offset-[-2px]',
            chat === selected ? 'bg-selected' : 'hover:bg-hover',
          )}
        >
          <span className="block truncate text-text">{title}</span>
          {message !== null && <span className="line-clamp-2 text-12 text-text-3">{excerpt}</span>}
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
