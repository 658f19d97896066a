import { useRef, useState } from 'react'
import type { ChatSummary } from '../../../electron/contract/chat.ts'
import { t } from '../../i18n/t.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { LeftIcon, TrashIcon, UndoIcon } from '../../ui/icons.tsx'
import { BarHeader } from '../../ui/SectionFrame.tsx'
import type { ChatCommands } from './use-chat-commands.ts'
import { useRowFocus } from './use-row-focus.ts'

export type TrashPaneProps = { chats: readonly ChatSummary[]; commands: ChatCommands; onBack: () => void }

/** Chats that wait for their end, each with a way back and a way out. */
export function TrashPane({ chats, commands, onBack }: TrashPaneProps) {
  const [asking, setAsking] = useState<ChatSummary | 'all' | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const focus = useRowFocus(box, heading)
  const erase = (): void => {
    if (asking === 'all') commands.emptyTrash()
    else if (asking) commands.erase(asking.id)
    setAsking(null)
  }
  return (
    <>
      <BarHeader className="pl-2">
        <IconButton autoFocus label={t('trash.back')} onClick={onBack}>
          <LeftIcon />
        </IconButton>
        <h2 ref={heading} tabIndex={-1} className="flex-1 text-14">
          {t('trash.title')}
        </h2>
      </BarHeader>
      <div ref={box} className="contents" {...focus}>
        <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
          <p className="px-2 pt-4 pb-2 text-12 text-text-3">{t(chats.length === 0 ? 'trash.empty' : 'trash.hint')}</p>
          <ul>
            {chats.map((chat) => (
              <li
                key={chat.id}
                data-row={chat.id}
                className="flex min-h-8 items-center rounded-8 pl-2 text-text-2 hover:bg-hover"
              >
                <span className="min-w-0 flex-1 truncate">{chat.title}</span>
                <IconButton
                  size="sm"
                  label={t('trash.restore', { title: chat.title })}
                  onClick={() => commands.restore(chat.id)}
                >
                  <UndoIcon />
                </IconButton>
                <IconButton size="sm" label={t('trash.erase', { title: chat.title })} onClick={() => setAsking(chat)}>
                  <TrashIcon />
                </IconButton>
              </li>
            ))}
          </ul>
        </div>
        {chats.length > 0 && (
          <footer className="border-t border-line p-3">
            <Button size="sm" onClick={() => setAsking('all')}>
              {t('trash.emptyIt')}
            </Button>
          </footer>
        )}
      </div>
      <Dialog open={asking !== null} onClose={() => setAsking(null)} title={t('trash.askTitle')}>
        <p className="px-5 pt-2 text-text-2">
          {asking !== null && asking !== 'all'
            ? t('trash.askOne', { title: asking.title })
            : t('trash.askAll', { count: chats.length })}
        </p>
        <DialogButtons>
          <Button onClick={() => setAsking(null)}>{t('common.cancel')}</Button>
          <Button variant="danger" onClick={erase}>
            {t('trash.eraseNow')}
          </Button>
        </DialogButtons>
      </Dialog>
    </>
  )
}
