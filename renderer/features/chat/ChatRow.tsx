import { memo, useRef, useState } from 'react'
import type { ChatSummary } from '../../../electron/contract/chat.ts'
import { t } from '../../i18n/t.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { EditIcon, MoreIcon, TrashIcon } from '../../ui/icons.tsx'
import { Menu, MenuItem } from '../../ui/Menu.tsx'
import { Row } from '../../ui/Row.tsx'
import { BusyMark } from './BusyMark.tsx'
import { RenameField } from './RenameField.tsx'
import { chatAddress, type ChatCommands } from './use-chat-commands.ts'
import { useRenaming } from './use-renaming.ts'

export type ChatRowProps = { chat: ChatSummary; selected: boolean; commands: ChatCommands }

export const ChatRow = memo(function ChatRow({ chat, selected, commands }: ChatRowProps) {
  const box = useRef<HTMLDivElement>(null)
  const [menuOpen, setMenuOpen] = useState(false)
  const { renaming, start, finish } = useRenaming(chat, commands, box)
  const row = (
    <Row
      to={chatAddress(chat.id)}
      selected={selected}
      actionsShown={menuOpen}
      {...(chat.busy && { end: <BusyMark chat={chat.id} /> })}
      actions={
        <Menu
          onOpenChange={setMenuOpen}
          trigger={
            <IconButton size="sm" label={t('chat.more', { title: chat.title })}>
              <MoreIcon />
            </IconButton>
          }
        >
          <MenuItem icon={<EditIcon />} onSelect={start}>
            {t('chat.rename')}
          </MenuItem>
          <MenuItem icon={<TrashIcon />} onSelect={() => commands.trash(chat)}>
            {t('chat.trash')}
          </MenuItem>
        </Menu>
      }
    >
      {chat.title}
    </Row>
  )
  return (
    <div ref={box} data-row={chat.id}>
      {renaming ? <RenameField title={chat.title} onDone={finish} /> : row}
    </div>
  )
})
