import type { ChatEvent, ChatListEvent, ChatSummary } from '../../../electron/contract/chat.ts'
import type { ChatId } from '../../../electron/contract/ids.ts'
import type { Topic } from '../../rpc/topic.ts'
import { applyChatEvent, resumeAfter, type ChatView } from './chat-view.ts'
import { frameBatches } from './frame-batches.ts'

/** One chat, live. Every reader on the page shares one stream; it goes on where it was cut. */
export function chatTopic(chat: ChatId): Topic<ChatView, readonly ChatEvent[]> {
  return {
    key: `chat.attach ${chat}`,
    open: async (client, signal, view) => {
      const after = resumeAfter(view)
      return frameBatches(await client.chat.attach({ chat, ...(after && { after }) }, { signal }))
    },
    reduce: (view, events) =>
      events.reduce<ChatView | undefined>((held, event) => applyChatEvent(held, event, performance.now()), view) ?? {
        phase: 'gone',
      },
  }
}

/** Every chat, newest first, those in the trash too. */
export const chatListTopic: Topic<readonly ChatSummary[], ChatListEvent> = {
  key: 'chat.list',
  open: (client, signal) => client.chat.list(undefined, { signal }),
  reduce: applyListEvent,
}

export function applyListEvent(chats: readonly ChatSummary[] = [], event: ChatListEvent): readonly ChatSummary[] {
  switch (event.type) {
    case 'all':
      return event.chats
    case 'removed':
      return chats.filter(({ id }) => id !== event.chat)
    case 'changed': {
      const before = chats.find(({ id }) => id === event.chat.id)
      // Whoever wrote last comes first. Two times are only told apart, never put in order: clocks are set back too.
      if (before?.updatedAt === event.chat.updatedAt) {
        return chats.map((chat) => (chat.id === event.chat.id ? event.chat : chat))
      }
      return [event.chat, ...chats.filter((chat) => chat !== before)]
    }
  }
}
