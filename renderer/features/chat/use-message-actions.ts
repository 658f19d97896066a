import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { Message } from '../../../electron/contract/chat.ts'
import type { ChatId, MessageId } from '../../../electron/contract/ids.ts'
import { useActions } from '../../actions/registry.ts'
import { t } from '../../i18n/t.ts'
import { useClient } from '../../rpc/RpcProvider.tsx'
import { RedoIcon, StopIcon } from '../../ui/icons.tsx'
import { useConnected } from './connected.ts'
import { focusComposer } from './focus.ts'
import { chooseModel } from './ModelNotice.tsx'
import { useAttempt } from './use-attempt.ts'
import type { ChatModel } from './use-chat-model.ts'

/**
 * For the buttons of a message. The same object for the life of a chat, so that messages which did not change are not
 * drawn again. Most of the buttons are gone after it, so the focus goes to where one goes on writing.
 */
export type MessageActions = {
  /** `anyway`: also if the model seems to need more memory than is left. */
  regenerate(message: MessageId, anyway?: boolean): void
  selectVersion(message: MessageId): void
  stop(): void
}

export type MessageActionsDeps = {
  chat: ChatId | null
  messages: readonly Message[]
  answering: Message | undefined
  model: Pick<ChatModel, 'ready' | 'quarantined'>
}

export function useMessageActions({ chat, messages, answering, model }: MessageActionsDeps): MessageActions {
  const client = useClient()
  const attempt = useAttempt()
  const connected = useConnected()
  const latestModel = useRef(model)
  useEffect(() => {
    latestModel.current = model
  })

  const stop = useCallback((): void => {
    if (chat) void attempt(client.chat.stop({ chat }))
  }, [attempt, chat, client])

  const actions = useMemo(
    (): MessageActions => ({
      regenerate: (message, anyway = false) => {
        const { ready, quarantined } = latestModel.current
        const by = ready ?? quarantined
        if (by === null) return chooseModel()
        const again = () => client.chat.regenerate({ message, model: by, ...(anyway && { anyway }) })
        // Whoever wants its answer again wants it tried again.
        void attempt(ready === null ? client.models.tryAgain({ model: by }).then(again) : again())
        focusComposer()
      },
      selectVersion: (message) => void attempt(client.chat.selectVersion({ message })),
      stop: () => {
        stop()
        focusComposer()
      },
    }),
    [attempt, client, stop],
  )

  const last = messages.at(-1)
  useActions('chat.message', [
    {
      id: 'chat.stop',
      title: t('answer.stop'),
      icon: StopIcon,
      shortcuts: ['Escape'],
      enabled: answering !== undefined && connected,
      run: stop,
    },
    {
      id: 'chat.again',
      title: t('answer.again'),
      icon: RedoIcon,
      enabled: last?.role === 'assistant' && answering === undefined && model.ready !== null,
      run: () => last && actions.regenerate(last.id),
    },
  ])
  return actions
}
