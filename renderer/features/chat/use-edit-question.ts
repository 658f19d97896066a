import { useCallback, useEffect, useRef } from 'react'
import type { Message } from '../../../electron/contract/chat.ts'
import type { MessageId } from '../../../electron/contract/ids.ts'
import { changeThenFocus, composerElement } from './focus.ts'

/** Puts a question into the composer again, before what is being written there. The same function for the life of a chat. */
export function useEditQuestion(
  messages: readonly Message[],
  draft: string,
  setDraft: (text: string) => void,
): (question: MessageId) => void {
  const latest = useRef({ messages, draft })
  useEffect(() => {
    latest.current = { messages, draft }
  })
  return useCallback(
    (question) => {
      const { messages: all, draft: begun } = latest.current
      const text = (all.find(({ id }) => id === question)?.parts ?? []).map((part) => part.text).join('')
      changeThenFocus(() => setDraft(begun.trim() === '' ? text : `${text}\n\n${begun}`), composerElement)
      composerElement()?.setSelectionRange(text.length, text.length)
    },
    [setDraft],
  )
}
