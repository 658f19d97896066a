import { implement } from '@orpc/server'
import type { ChatEvent } from '../../contract/chat.ts'
import { chatContract } from '../../contract/chat.ts'
import type { ChatService } from './chat-service.ts'
import type { ChatStore } from './chat-store.ts'

export function chatRouter({ chats, store }: { chats: ChatService; store: ChatStore }) {
  const api = implement(chatContract)
  return api.router({
    list: api.list.handler(({ signal }) => chats.list.watch(() => [{ type: 'all', chats: chats.allChats() }], signal)),
    attach: api.attach.handler(({ input, signal }): AsyncGenerator<ChatEvent, void, void> => {
      if (!chats.isBusy(input.chat)) chats.measure(input.chat)
      return chats.feeds.attach(input.chat, input.after, signal)
    }),
    send: api.send.handler(({ input }) => chats.send(input)),
    regenerate: api.regenerate.handler(({ input }) => ({ answer: chats.regenerate(input.message, input.model) })),
    stop: api.stop.handler(({ input }) => chats.stop(input.chat)),
    selectVersion: api.selectVersion.handler(({ input }) => chats.selectVersion(input.message)),
    rename: api.rename.handler(({ input }) => {
      store.rename(input.chat, input.title)
      chats.changed(input.chat)
    }),
    trash: api.trash.handler(async ({ input }) => {
      await chats.stop(input.chat)
      store.trash(input.chat)
      chats.changed(input.chat)
    }),
    restore: api.restore.handler(({ input }) => {
      store.restore(input.chat)
      chats.changed(input.chat)
    }),
    erase: api.erase.handler(({ input }) => {
      store.erase(input.chat)
      chats.list.publish({ type: 'removed', chat: input.chat })
      chats.feeds.publish(input.chat, { type: 'gone' })
    }),
    emptyTrash: api.emptyTrash.handler(() => {
      for (const chat of store.eraseTrashedBefore(Number.MAX_SAFE_INTEGER)) {
        chats.list.publish({ type: 'removed', chat })
        chats.feeds.publish(chat, { type: 'gone' })
      }
    }),
    search: api.search.handler(({ input }) => store.search(input.query)),
  })
}
