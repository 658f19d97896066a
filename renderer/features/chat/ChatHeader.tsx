import { memo, useRef } from 'react'
import type { ChatSummary } from '../../../electron/contract/chat.ts'
import { useActions } from '../../actions/registry.ts'
import { t } from '../../i18n/t.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { EditIcon, MoreIcon, TrashIcon } from '../../ui/icons.tsx'
import { Menu, MenuItem } from '../../ui/Menu.tsx'
import { BarHeader, ListToggle } from '../../ui/SectionFrame.tsx'
import { RenameField } from './RenameField.tsx'
import type { ChatCommands } from './use-chat-commands.ts'
import { useRenaming } from './use-renaming.ts'

export type ChatHeaderProps = { chat: ChatSummary | null; commands: ChatCommands }

export const ChatHeader = memo(function ChatHeader({ chat, commands }: ChatHeaderProps) {
  const box = useRef<HTMLDivElement>(null)
  const { renaming, start, finish } = useRenaming(chat, commands, box)
  const trash = (): void => {
    if (chat) commands.trash(chat)
  }
  const enabled = chat !== null && chat.trashedAt === null
  useActions('chat.header', [
    { id: 'chat.rename', title: t('chat.renameThis'), icon: EditIcon, enabled, run: start },
    { id: 'chat.trash', title: t('chat.trashThis'), icon: TrashIcon, enabled, run: trash },
  ])
  const field = chat && renaming && (
    <BarHeader className="pl-4">
      <RenameField title={chat.title} onDone={finish} className="w-full max-w-[420px]" />
    </BarHeader>
  )
  const bar = (
    <BarHeader className="pl-6">
      <ListToggle />
      <h1 className="min-w-0 flex-1 truncate text-14 font-title">{chat?.title ?? t('chat.new')}</h1>
      {enabled && (
        <Menu
          trigger={
            <IconButton label={t('chat.moreThis')}>
              <MoreIcon />
            </IconButton>
          }
        >
          <MenuItem icon={<EditIcon />} onSelect={start}>
            {t('chat.rename')}
          </MenuItem>
          <MenuItem icon={<TrashIcon />} onSelect={trash}>
            {t('chat.trash')}
          </MenuItem>
        </Menu>
      )}
    </BarHeader>
  )
  return (
    <div ref={box} className="contents">
      {field || bar}
    </div>
  )
})
