import { useCallback } from 'react'
import { Redirect } from 'wouter'
import type { ChatId } from '../../electron/contract/ids.ts'
import { ChatSection } from '../features/chat/ChatSection.tsx'
import type { ModelPickerSlot } from '../features/chat/model-picker-slot.ts'
import { ModelPicker } from '../features/models/ModelPicker.tsx'
import { SettingsSection } from '../features/settings/SettingsSection.tsx'

const chatAddress = /^\/chat\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/iu
const settingsAddress = /^\/settings(?:\/([\w-]+))?$/u

/** An id from the address is only ever sent to the host, which parses it and knows whether there is such a chat. */
function chatOf(location: string): ChatId | null {
  const id = chatAddress.exec(location)?.[1]
  return id === undefined ? null : (id as ChatId)
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
  const chat = chatOf(location)
  if (chat || location === '/') return <ChatSection chat={chat} modelPicker={modelPicker} />
  return <Redirect to="/" replace />
}
