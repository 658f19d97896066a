import type { SearchHit } from '../../../electron/contract/chat.ts'
import type { ChatId, MessageId } from '../../../electron/contract/ids.ts'

export type ChatHits = {
  chat: ChatId
  title: string
  /** The words are in the title too. */
  byTitle: boolean
  messages: readonly { message: MessageId; excerpt: string }[]
}

/** Hits under their chat. Chats keep the order of their best hits, and so do the messages in each. */
export function groupHits(hits: readonly SearchHit[]): readonly ChatHits[] {
  const chats = new Map<ChatId, ChatHits>()
  for (const { chat, title, message, excerpt } of hits) {
    const known = chats.get(chat) ?? { chat, title, byTitle: false, messages: [] }
    chats.set(
      chat,
      message === null
        ? { ...known, byTitle: true }
        : { ...known, messages: [...known.messages, { message, excerpt }] },
    )
  }
  return [...chats.values()]
}
