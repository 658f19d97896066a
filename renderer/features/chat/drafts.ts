import { useCallback, useState } from 'react'
import type { ChatKey } from './outbox.ts'
import { createSessionMap } from './session-map.ts'

const drafts = createSessionMap('ingle.draft.')

export const forgetDrafts = (): void => drafts.clear()

/** What was begun to be written in a chat; it waits there while one looks elsewhere. Mount anew for another chat. */
export function useDraft(chat: ChatKey): [string, (text: string) => void] {
  const [text, setText] = useState(() => drafts.get(chat) ?? '')
  const write = useCallback(
    (next: string) => {
      setText(next)
      drafts.set(chat, next === '' ? null : next)
    },
    [chat],
  )
  return [text, write]
}
