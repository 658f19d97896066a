import type { ChatId } from '../../../electron/contract/ids.ts'
import { t } from '../../i18n/t.ts'
import { useTopic } from '../../rpc/RpcProvider.tsx'
import { chatTopic } from './chat-topics.ts'
import { answerInProgress } from './chat-view.ts'
import { useConnected } from './connected.ts'

/**
 * What is being done in a chat of the list; in words, since nothing here says it by colour or movement alone. The list
 * only says that there is something, so the chat itself is listened to for as long as there is.
 */
export function BusyMark({ chat }: { chat: ChatId }) {
  const view = useTopic(chatTopic(chat)).value
  const connected = useConnected()
  const phase = view?.phase === 'open' ? answerInProgress(view.detail.messages)?.state.phase : undefined
  if (!connected || phase === undefined || phase === 'done') return null
  return <span>{t(`chat.busy.${phase}`)}</span>
}
