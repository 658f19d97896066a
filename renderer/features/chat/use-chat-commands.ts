import { useMemo } from 'react'
import { useLocation } from 'wouter'
import type { ChatSummary } from '../../../electron/contract/chat.ts'
import type { ChatId, MessageId } from '../../../electron/contract/ids.ts'
import { t } from '../../i18n/t.ts'
import { useClient } from '../../rpc/RpcProvider.tsx'
import { toast } from '../../ui/toast-store.ts'
import { shorten } from './shorten.ts'
import { useAttempt } from './use-attempt.ts'

export type ChatCommands = {
  rename(chat: ChatId, title: string): void
  /** To the trash, with a way back; leaves the chat where it is the open one. */
  trash(chat: ChatSummary): void
  restore(chat: ChatId): void
  /** For good. */
  erase(chat: ChatId): void
  emptyTrash(): void
}

export function chatAddress(chat: ChatId): string {
  return `/chat/${chat}`
}

/** A message in its chat. The page goes to it once and then shows the address of the chat. */
export function messageAddress(chat: ChatId, message: MessageId): string {
  return `${chatAddress(chat)}/message/${message}`
}

export function useChatCommands(): ChatCommands {
  const client = useClient()
  const attempt = useAttempt()
  const [location, navigate] = useLocation()
  return useMemo(
    () => ({
      rename: (chat, title) => {
        if (title.trim() !== '') void attempt(client.chat.rename({ chat, title: title.trim().slice(0, 200) }))
      },
      trash: ({ id, title }) => {
        const wasOpen = location.startsWith(chatAddress(id))
        void attempt(client.chat.trash({ chat: id })).then((done) => {
          if (!done) return
          if (wasOpen) navigate('/')
          const undo = (): void => {
            void attempt(client.chat.restore({ chat: id })).then((back) => back && wasOpen && navigate(chatAddress(id)))
          }
          toast(t('chat.trashed', { title: shorten(title, 40) }), { label: t('toast.undo'), run: undo }, 'chat.trashed')
        })
      },
      restore: (chat) => void attempt(client.chat.restore({ chat })),
      erase: (chat) => void attempt(client.chat.erase({ chat })),
      emptyTrash: () => void attempt(client.chat.emptyTrash()),
    }),
    [attempt, client, location, navigate],
  )
}
