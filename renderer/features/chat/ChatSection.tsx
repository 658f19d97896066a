import { useContext, useEffect, useMemo } from 'react'
import type { ChatId, MessageId } from '../../../electron/contract/ids.ts'
import { errorText } from '../../i18n/error-texts.ts'
import { t } from '../../i18n/t.ts'
import { useClient, useConnection, useTopic } from '../../rpc/RpcProvider.tsx'
import { toErrorInfo } from '../../rpc/to-error-info.ts'
import { hostTopic } from '../../rpc/topics.ts'
import { LinkOpener, type OpenLink } from '../../ui/markdown/link-opener.ts'
import { warmUpMarkdown } from '../../ui/markdown/warm-up.tsx'
import { SectionFrame } from '../../ui/SectionFrame.tsx'
import { toast } from '../../ui/toast-store.ts'
import { ChatListPane } from './ChatListPane.tsx'
import { ChatScreen } from './ChatScreen.tsx'
import { Connected } from './connected.ts'
import type { ModelPickerSlot } from './model-picker-slot.ts'

export type ChatSectionProps = {
  /** null: a chat that begins with the next message. */
  chat: ChatId | null
  /** The message of it that was asked for; the address is that of the chat again once it is reached. */
  message?: MessageId | null
  modelPicker: ModelPickerSlot
}

export function ChatSection({ chat, message = null, modelPicker }: ChatSectionProps) {
  const { state } = useConnection()
  useEffect(() => warmUpMarkdown(), [])
  return (
    <Connected value={state.phase !== 'lost'}>
      <LinkOpener value={useOpenLink()}>
        <SectionFrame listLabel={t('chat.title')} list={<ChatListPane selected={chat} />}>
          <ChatScreen key={chat ?? 'new'} chat={chat} message={message} modelPicker={modelPicker} />
        </SectionFrame>
      </LinkOpener>
    </Connected>
  )
}

/** Through the host where it can, else in a new window of this browser. */
function useOpenLink(): OpenLink {
  const client = useClient()
  const inNewWindow = useContext(LinkOpener)
  const byHost = useTopic(hostTopic).value?.capabilities.includes('openLink') ?? false
  return useMemo(() => {
    if (!byHost) return inNewWindow
    return (url) => {
      client.system.openLink({ url }).catch((error: unknown) => toast(errorText(toErrorInfo(error)).title))
    }
  }, [byHost, client, inNewWindow])
}
