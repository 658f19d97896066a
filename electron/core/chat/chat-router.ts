import { implement } from '@orpc/server'
import type { ChatEvent } from '../../contract/chat.ts'
import { chatContract } from '../../contract/chat.ts'
import type { ChatService } from './chat-service.ts'
import type { ChatStore } from './chat-store.ts'

export function chatRouter({ chats, store }: { chats: ChatService; store: Pick<ChatStore, 'search'> }) {
  const api = implement(chatContract)
  return api.router({
    list: api.list.handler(({ signal }) => chats.list.watch(() => [{ type: 'all', chats: chats.allChats() }], signal)),
    attach: api.attach.handler(({ input, signal }): AsyncGenerator<ChatEvent, void, void> => {
      chats.measure(input.chat)
      return chats.feeds.attach(input.chat, input.after, signal)
    }),
    send: api.send.handler(({ input }) => chats.send(input)),
    regenerate: api.regenerate.handler(({ input }) => ({
      answer: chats.regenerate(input.message, input.model, input),
    })),
    stop: api.stop.handler(({ input }) => chats.stop(input.chat)),
    selectVersion: api.selectVersion.handler(({ input }) => chats.selectVersion(input.message)),
    rename: api.rename.handler(({ input }) => chats.rename(input.chat, input.title)),
    trash: api.trash.handler(({ input }) => chats.trash(input.chat)),
    restore: api.restore.handler(({ input }) => chats.restore(input.chat)),
    erase: api.erase.handler(({ input }) => chats.erase(input.chat)),
    emptyTrash: api.emptyTrash.handler(async () => {
      await chats.eraseTrashedBefore(Number.MAX_SAFE_INTEGER)
    }),
    search: api.search.handler(({ input }) => store.search(input.query)),
  })
}
