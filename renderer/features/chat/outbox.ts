import { create } from 'zustand'
import type { ErrorInfo } from '../../../electron/contract/errors.ts'
import type { ChatId, ModelId } from '../../../electron/contract/ids.ts'
import { createSessionMap, type SessionMap } from './session-map.ts'

/** `new` is the chat that has no id yet. */
export type ChatKey = ChatId | 'new'

/**
 * A message that the host has not confirmed. It keeps its `key` for as long as it is tried: a host that already has it
 * answers with what it made of it, so nothing is lost and nothing is sent twice.
 */
export type Outgoing = { key: string; text: string; model: ModelId; error: ErrorInfo | null }

type Outbox = { byChat: Readonly<Partial<Record<ChatKey, Outgoing>>> }

const stored: SessionMap = createSessionMap('ingle.outbox.')

export const useOutbox = create<Outbox>(() => ({ byChat: {} }))

export function outgoing(chat: ChatKey): Outgoing | null {
  const known = useOutbox.getState().byChat[chat]
  return known ?? readStored(chat)
}

export function putOutgoing(chat: ChatKey, message: Outgoing | null): void {
  stored.set(chat, message && JSON.stringify(message))
  useOutbox.setState(({ byChat }) => {
    const { [chat]: _, ...rest } = byChat
    return { byChat: message ? { ...rest, [chat]: message } : rest }
  })
}

export function forgetOutgoing(): void {
  stored.clear()
  useOutbox.setState({ byChat: {} })
}

/** What a reload left behind, as a message that was not confirmed. */
function readStored(chat: ChatKey): Outgoing | null {
  const text = stored.get(chat)
  if (text === null) return null
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null) return null
  const { key, text: words, model } = value as Partial<Record<keyof Outgoing, unknown>>
  if (typeof key !== 'string' || typeof words !== 'string' || typeof model !== 'string') return null
  return { key, text: words, model: model as ModelId, error: { code: 'CONNECTION_LOST', message: 'Not confirmed' } }
}
