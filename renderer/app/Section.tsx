import { useCallback } from 'react'
import { Redirect } from 'wouter'
import type { ChatId, MessageId } from '../../electron/contract/ids.ts'
import { ChatSection } from '../features/chat/ChatSection.tsx'
import type { ModelPickerSlot } from '../features/chat/model-picker-slot.ts'
import { ModelPicker } from '../features/models/ModelPicker.tsx'
import { SettingsSection } from '../features/settings/SettingsSection.tsx'

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const chatAddress = new RegExp(`^/chat/(${uuid})(?:/message/(${uuid}))?$`, 'iu')
const settingsAddress = /^\/settings(?:\/([\w-]+))?$/u

/** Ids from the address are only ever sent to the host, which parses them and knows whether there is such a chat. */
function chatOf(location: string): { chat: ChatId | null; message: MessageId | null } {
  const [, chat, message] = chatAddress.exec(location) ?? []
  return { chat: (chat as ChatId | undefined) ?? null, message: (message as MessageId | undefined) ?? null }
}

export type SectionProps = { location: string; onAddFile: () => void }

/** What the address names. Features never import each other: the chat gets the model menu from here. */
export function Section({ location, onAddFile }: SectionProps) {
  const modelPicker: ModelPickerSlot = useCallback(
    (props) => <ModelPicker {...props} onAddFile={onAddFile} />,
    [onAddFile],
  )
  const settings = settingsAddress.exec(location)
  if (settings) return <SettingsSection target={settings[1] ?? null} onAddFile={onAddFile} />
  const { chat, message } = chatOf(location)
  if (chat || location === '/') return <ChatSection chat={chat} message={message} modelPicker={modelPicker} />
  return <Redirect to="/" replace />
}
