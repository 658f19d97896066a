import { useCallback, useEffect } from 'react'
import { useLocation } from 'wouter'
import type { ChatDetail } from '../../../electron/contract/chat.ts'
import type { ChatId, MessageId } from '../../../electron/contract/ids.ts'
import { useClient } from '../../rpc/RpcProvider.tsx'
import { useAttempt } from './use-attempt.ts'
import { chatAddress } from './use-chat-commands.ts'

/**
 * The message that the address asks for, and what ends that. One that belongs to another version of the conversation is
 * shown by choosing that version.
 */
export function useTarget(chat: ChatId | null, target: MessageId | null, detail: ChatDetail | null) {
  const client = useClient()
  const attempt = useAttempt()
  const [, navigate] = useLocation()
  const onReached = useCallback(() => {
    if (chat) navigate(chatAddress(chat), { replace: true })
  }, [chat, navigate])

  const elsewhere = target !== null && detail !== null && !detail.messages.some(({ id }) => id === target)
  useEffect(() => {
    if (!elsewhere) return
    void attempt(client.chat.selectVersion({ message: target })).then((chosen) => {
      if (!chosen) onReached()
    })
  }, [attempt, client, elsewhere, onReached, target])

  return { target, onReached }
}
