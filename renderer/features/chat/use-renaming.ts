import { useState, type RefObject } from 'react'
import type { ChatSummary } from '../../../electron/contract/chat.ts'
import { changeThenFocus } from './focus.ts'
import type { ChatCommands } from './use-chat-commands.ts'

/** A title that is changed in its place. After a key the focus is on the menu in `box` again, from which it began. */
export function useRenaming(chat: ChatSummary | null, { rename }: ChatCommands, box: RefObject<HTMLElement | null>) {
  const [renaming, setRenaming] = useState(false)
  return {
    renaming,
    start: (): void => setRenaming(true),
    finish(title: string | null, how: 'key' | 'left'): void {
      const close = (): void => setRenaming(false)
      if (how === 'left') close()
      else changeThenFocus(close, () => box.current?.querySelector<HTMLElement>('[aria-haspopup=menu]'))
      if (chat && title !== null) rename(chat.id, title)
    },
  }
}
