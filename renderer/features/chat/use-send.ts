import { useCallback, useEffect, useRef } from 'react'
import type { ChatId, ModelId } from '../../../electron/contract/ids.ts'
import { useClient, useConnection } from '../../rpc/RpcProvider.tsx'
import { toErrorInfo } from '../../rpc/to-error-info.ts'
import { outgoing, putOutgoing, useOutbox, type ChatKey, type Outgoing } from './outbox.ts'

export type Sending = {
  /** Sent and not yet confirmed, or refused; null when there is nothing of the kind. */
  message: Outgoing | null
  send(text: string, model: ModelId): void
  /** The same message again, under the same key. */
  retry(): void
  /** Gives the text back and forgets the message. */
  takeBack(): string
}

/** Sends what was written. A lost connection is tried again by itself once there is one. */
export function useSend(chat: ChatId | null, onCreated: (chat: ChatId) => void): Sending {
  const client = useClient()
  const { state } = useConnection()
  const at: ChatKey = chat ?? 'new'
  const message = useOutbox(({ byChat }) => byChat[at]) ?? null

  const mounted = useRef(false)
  useEffect(() => {
    mounted.current = true
    return () => void (mounted.current = false)
  }, [])

  const deliver = useCallback(
    async (entry: Outgoing) => {
      putOutgoing(at, { ...entry, error: null })
      try {
        const sent = await client.chat.send({ chat, text: entry.text, model: entry.model, key: entry.key })
        putOutgoing(at, null)
        // Whoever went elsewhere meanwhile is left there.
        if (chat === null && mounted.current) onCreated(sent.chat)
      } catch (error) {
        putOutgoing(at, { ...entry, error: toErrorInfo(error) })
      }
    },
    [at, chat, client, onCreated],
  )

  // What a reload of the page left behind is taken up again.
  useEffect(() => {
    const left = outgoing(at)
    if (left && !useOutbox.getState().byChat[at]) putOutgoing(at, left)
  }, [at])

  // Each time there is a connection, and not each time it fails: a host that is in trouble is not hammered.
  useEffect(() => {
    const waiting = useOutbox.getState().byChat[at]
    if (state.phase === 'open' && waiting?.error?.code === 'CONNECTION_LOST') void deliver(waiting)
  }, [state.phase, at, deliver])

  return {
    message,
    send: (text, model) => void deliver({ key: crypto.randomUUID(), text, model, error: null }),
    retry: () => message && void deliver(message),
    takeBack: () => {
      putOutgoing(at, null)
      return message?.text ?? ''
    },
  }
}
