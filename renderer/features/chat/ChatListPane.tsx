import { useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { ChatId } from '../../../electron/contract/ids.ts'
import { formatShortcut } from '../../actions/shortcut.ts'
import { isComposing } from '../../actions/use-shortcuts.ts'
import { t } from '../../i18n/t.ts'
import { useTopic } from '../../rpc/RpcProvider.tsx'
import { Field } from '../../ui/Field.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { EditIcon, SearchIcon, TrashIcon } from '../../ui/icons.tsx'
import { Row } from '../../ui/Row.tsx'
import { BarHeader } from '../../ui/SectionFrame.tsx'
import { chatListTopic } from './chat-topics.ts'
import { ChatGroups } from './ChatGroups.tsx'
import { ChatSearch } from './ChatSearch.tsx'
import { changeThenFocus } from './focus.ts'
import { TrashPane } from './TrashPane.tsx'
import { newChatShortcut, searchFieldId, useChatListActions } from './use-chat-list-actions.ts'
import { useChatCommands } from './use-chat-commands.ts'
import { useRowFocus } from './use-row-focus.ts'

export type ChatListPaneProps = { selected: ChatId | null }

/** Every chat by day, the search over all of them, and the trash. */
export function ChatListPane({ selected }: ChatListPaneProps) {
  const [, navigate] = useLocation()
  const [query, setQuery] = useState('')
  const [trashShown, setTrashShown] = useState(false)
  const list = useRef<HTMLDivElement>(null)
  const footer = useRef<HTMLElement>(null)
  const focus = useRowFocus(list)
  const commands = useChatCommands()
  const chats = useTopic(chatListTopic).value
  const kept = chats?.filter(({ trashedAt }) => trashedAt === null) ?? []
  const trashed = chats?.filter(({ trashedAt }) => trashedAt !== null) ?? []
  useChatListActions(kept, { onSearch: () => setTrashShown(false) })

  if (trashShown) {
    const onBack = (): void =>
      changeThenFocus(
        () => setTrashShown(false),
        () => footer.current?.querySelector('button'),
      )
    return <TrashPane chats={trashed} commands={commands} onBack={onBack} />
  }
  return (
    <>
      <BarHeader>
        <h2 className="flex-1 text-14">{t('chat.title')}</h2>
        <IconButton label={t('chat.new')} shortcut={formatShortcut(newChatShortcut)} onClick={() => navigate('/')}>
          <EditIcon />
        </IconButton>
      </BarHeader>
      <div className="px-3 pt-3 pb-1">
        <Field
          id={searchFieldId}
          type="search"
          quiet
          icon={<SearchIcon />}
          label={t('chat.searchAll')}
          placeholder={t('chat.searchAll')}
          value={query}
          maxLength={500}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || isComposing(event.nativeEvent)) return
            // Also where there is nothing to clear: whoever is in the search does not mean the answer beside it.
            event.preventDefault()
            setQuery('')
          }}
        />
      </div>
      <div ref={list} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2" {...focus}>
        {query.trim() === '' ? (
          <ChatGroups chats={chats && kept} selected={selected} commands={commands} />
        ) : (
          <ChatSearch query={query.trim()} selected={selected} />
        )}
      </div>
      <footer ref={footer} className="border-t border-line p-2">
        <Row onPress={() => setTrashShown(true)} icon={<TrashIcon />} end={trashed.length === 0 ? '' : trashed.length}>
          {t('trash.title')}
        </Row>
      </footer>
    </>
  )
}
