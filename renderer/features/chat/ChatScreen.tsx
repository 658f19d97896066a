import { Link } from 'wouter'
import type { ChatId, MessageId } from '../../../electron/contract/ids.ts'
import { errorText } from '../../i18n/error-texts.ts'
import { t } from '../../i18n/t.ts'
import { useTopic } from '../../rpc/RpcProvider.tsx'
import { cx } from '../../ui/class-names.ts'
import { Notice } from '../../ui/Notice.tsx'
import { BarHeader, ListToggle } from '../../ui/SectionFrame.tsx'
import { chatTopic } from './chat-topics.ts'
import { ChatPane } from './ChatPane.tsx'
import { column } from './column.ts'
import type { ModelPickerSlot } from './model-picker-slot.ts'

export type ChatScreenProps = { chat: ChatId | null; message: MessageId | null; modelPicker: ModelPickerSlot }

/** A chat, or the place where the next one begins. Mount anew for another chat. */
export function ChatScreen({ chat, message, modelPicker }: ChatScreenProps) {
  return chat ? (
    <OpenChat chat={chat} message={message} modelPicker={modelPicker} />
  ) : (
    <ChatPane chat={null} detail={null} message={null} modelPicker={modelPicker} />
  )
}

function OpenChat({ chat, message, modelPicker }: ChatScreenProps & { chat: ChatId }) {
  const topic = useTopic(chatTopic(chat))
  const view = topic.value
  if (view?.phase === 'open')
    return <ChatPane chat={chat} detail={view.detail} message={message} modelPicker={modelPicker} />
  if (view?.phase === 'gone' || (topic.phase === 'failed' && topic.error.code === 'CHAT_NOT_FOUND')) return <Gone />
  if (topic.phase === 'failed')
    return <Failed title={errorText(topic.error).title}>{errorText(topic.error).body}</Failed>
  // It takes a few milliseconds; anything shown meanwhile would only flicker.
  return <BarHeader className="pl-6">{<ListToggle />}</BarHeader>
}

function Gone() {
  const words = errorText({ code: 'CHAT_NOT_FOUND' })
  return (
    <Failed title={words.title}>
      {words.body}{' '}
      <Link to="/" className="text-text underline underline-offset-3">
        {t('chat.new')}
      </Link>
    </Failed>
  )
}

function Failed({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <>
      <BarHeader className="pl-6">
        <ListToggle />
      </BarHeader>
      <div className={cx(column, 'py-6')}>
        <Notice title={title} tone="info">
          {children}
        </Notice>
      </div>
    </>
  )
}
