import { useCallback } from 'react'
import { useLocation } from 'wouter'
import type { ChatDetail, Message } from '../../../electron/contract/chat.ts'
import type { ChatId, MessageId } from '../../../electron/contract/ids.ts'
import { t } from '../../i18n/t.ts'
import { cx } from '../../ui/class-names.ts'
import { Announcer } from './Announcer.tsx'
import { answerInProgress } from './chat-view.ts'
import { column, gutter } from './column.ts'
import { composerHint } from './composer-hint.ts'
import { ChatHeader } from './ChatHeader.tsx'
import type { ModelPickerSlot } from './model-picker-slot.ts'
import { Composer } from './Composer.tsx'
import { useConnected } from './connected.ts'
import { ContextRuler } from './ContextRuler.tsx'
import { EmptyChat } from './EmptyChat.tsx'
import { focusComposer } from './focus.ts'
import { LoadNotice } from './LoadNotice.tsx'
import { ModelNotice } from './ModelNotice.tsx'
import { PendingMessage } from './PendingMessage.tsx'
import { Transcript } from './Transcript.tsx'
import { useChatCommands, chatAddress } from './use-chat-commands.ts'
import { useChatModel, type ChatModel } from './use-chat-model.ts'
import { useDraft } from './drafts.ts'
import { useTarget } from './use-target.ts'
import { useEditQuestion } from './use-edit-question.ts'
import { useMessageActions } from './use-message-actions.ts'
import { useSend } from './use-send.ts'

export type ChatPaneProps = {
  chat: ChatId | null
  detail: ChatDetail | null
  /** The message to go to. */
  message: MessageId | null
  modelPicker: ModelPickerSlot
}

const none: ChatDetail['messages'] = []

export function ChatPane({ chat, detail, message, modelPicker }: ChatPaneProps) {
  const [, navigate] = useLocation()
  const commands = useChatCommands()
  const messages = detail?.messages ?? none
  const answering = answerInProgress(messages)
  const connected = useConnected()
  const model = useChatModel(messages, answering !== undefined)
  const onCreated = useCallback((made: ChatId) => navigate(chatAddress(made)), [navigate])
  const sending = useSend(chat, onCreated)
  const [draft, setDraft] = useDraft(chat ?? 'new')
  const actions = useMessageActions({ chat, messages, answering, model })

  const onEdit = useEditQuestion(messages, draft, setDraft)
  const target = useTarget(chat, message, detail)

  const send = (text: string): void => {
    if (model.ready === null) return
    setDraft('')
    sending.send(text, model.ready)
    focusComposer()
  }
  const retry = (): void => {
    sending.retry()
    focusComposer()
  }
  const takeBack = (): void => {
    setDraft(sending.takeBack())
    focusComposer()
  }
  const phase = answering ? (connected ? 'answering' : 'unheard') : sending.message ? 'sending' : 'idle'
  const empty = messages.length === 0 && sending.message === null
  return (
    <>
      <ChatHeader chat={detail?.chat ?? null} commands={commands} />
      {empty ? (
        <EmptyChat model={model.ready} onAsk={send} />
      ) : (
        <Transcript messages={messages} actions={actions} onEdit={onEdit} {...target}>
          {sending.message && <PendingMessage message={sending.message} onRetry={retry} onTakeBack={takeBack} />}
        </Transcript>
      )}
      <div className={cx('flex-none overflow-hidden', gutter)}>
        <div className={cx(column, 'pt-2 pb-4')}>
          <ContextRuler context={detail?.context ?? null} />
          <ModelNotice model={model} />
          {!isSaid(messages.at(-1), model.failure) && <LoadNotice model={model} />}
          <Composer
            text={draft}
            onChange={setDraft}
            onSend={send}
            onStop={actions.stop}
            phase={phase}
            placeholder={t(phase === 'answering' ? 'composer.stopHint' : chat ? 'composer.reply' : 'composer.ask')}
            hint={composerHint({ text: draft, answering: answering !== undefined, connected, model })}
            canSend={model.ready !== null}
            modelPicker={modelPicker({ value: model.value, onChange: model.choose })}
          />
        </div>
      </div>
      <Announcer message={messages.at(-1)} />
    </>
  )
}

/** The last answer ended with the same words, and under it they are enough. */
function isSaid(last: Message | undefined, failure: ChatModel['failure']): boolean {
  return last?.state.phase === 'done' && last.state.error?.code === failure?.error.code
}
