import { useLocation } from 'wouter'
import type { ChatSummary } from '../../../electron/contract/chat.ts'
import { useActions, type Action } from '../../actions/registry.ts'
import { t } from '../../i18n/t.ts'
import { ChatIcon, EditIcon, SearchIcon } from '../../ui/icons.tsx'
import { useListPanel } from '../../ui/SectionFrame.tsx'
import { focusComposer } from './focus.ts'
import { chatAddress } from './use-chat-commands.ts'

/** Browsers keep Ctrl+N for themselves; this one reaches the page everywhere. */
export const newChatShortcut = 'Mod+Shift+O'
export const searchFieldId = 'search-all-chats'

/** Begin a chat, search them all, go to one: for the palette and the keyboard. */
export function useChatListActions(chats: readonly ChatSummary[], { onSearch }: { onSearch: () => void }): void {
  const [, navigate] = useLocation()
  const search = (): void => {
    onSearch()
    useListPanel.setState({ folded: false, overlay: true })
    requestAnimationFrame(() => document.getElementById(searchFieldId)?.focus())
  }
  useActions('chat.list', [
    {
      id: 'chat.new',
      title: t('chat.new'),
      icon: EditIcon,
      shortcuts: [newChatShortcut, 'Mod+N'],
      run: () => {
        navigate('/')
        requestAnimationFrame(focusComposer)
      },
    },
    { id: 'chat.search', title: t('chat.searchAll'), icon: SearchIcon, shortcuts: ['Mod+Shift+F'], run: search },
  ])
  useActions(
    'chat.open',
    chats.map(({ id, title }): Action => ({
      id: `chat.open.${id}`,
      title,
      icon: ChatIcon,
      group: 'chats',
      onlyWhenSearched: true,
      run: () => navigate(chatAddress(id)),
    })),
  )
}
