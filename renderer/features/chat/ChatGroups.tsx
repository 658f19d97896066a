import type { ChatSummary } from '../../../electron/contract/chat.ts'
import type { ChatId } from '../../../electron/contract/ids.ts'
import { t } from '../../i18n/t.ts'
import { ChatRow } from './ChatRow.tsx'
import { groupChats } from './group-chats.ts'
import type { ChatCommands } from './use-chat-commands.ts'
import { useToday } from './use-today.ts'

export type ChatGroupsProps = {
  /** undefined until the host said which there are. */
  chats: readonly ChatSummary[] | undefined
  selected: ChatId | null
  commands: ChatCommands
}

export function ChatGroups({ chats, selected, commands }: ChatGroupsProps) {
  const today = useToday()
  if (!chats) return null
  if (chats.length === 0) return <p className="px-2 pt-4 text-text-3">{t('chat.none')}</p>
  return groupChats(chats, today).map(({ group, chats: ofGroup }) => (
    <section key={group}>
      <h3 className="px-2 pt-4 pb-1.5 text-12 font-label text-text-3">{t(`chat.group.${group}`)}</h3>
      {ofGroup.map((chat) => (
        <ChatRow key={chat.id} chat={chat} selected={chat.id === selected} commands={commands} />
      ))}
    </section>
  ))
}
