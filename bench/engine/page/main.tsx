import '@fontsource-variable/inter/opsz.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import '../../../renderer/ui/styles.css'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { Message, MessageState } from '../../../electron/contract/chat.ts'
import type { ChatId, MessageId, ModelId } from '../../../electron/contract/ids.ts'
import { frameBatches } from '../../../renderer/features/chat/frame-batches.ts'
import { Transcript } from '../../../renderer/features/chat/Transcript.tsx'
import { readPieces } from './read-pieces.ts'

declare global {
  interface Window {
    /** Streams llama-server's answer into the app's own transcript; nothing of the app stands between. */
    askPeer?: (url: string, body: string) => Promise<void>
  }
}

const id = (number: number) => `00000000-0000-4000-8000-00000000000${String(number)}`
const done: MessageState = { phase: 'done', reason: 'end', stats: null, error: null }
const streaming = (tokens: number): MessageState => ({
  phase: 'streaming',
  tokens,
  tokensPerSecond: 40,
  firstTokenMs: 0,
})
const common = { chat: id(0) as ChatId, versions: [], createdAt: 0 }
const question: Message = {
  ...common,
  id: id(1) as MessageId,
  parent: null,
  role: 'user',
  parts: [{ kind: 'text', text: 'The same question' }],
  state: done,
  model: null,
}
const answerOf = (text: string, state: MessageState): Message => ({
  ...common,
  id: id(2) as MessageId,
  parent: question.id,
  role: 'assistant',
  parts: text === '' ? [] : [{ kind: 'text', text }],
  state,
  model: { id: id(3) as ModelId, name: 'llama-server' },
})
const none = { regenerate: () => undefined, selectVersion: () => undefined, stop: () => undefined }

function Peer() {
  const [messages, setMessages] = useState<readonly Message[]>([])
  window.askPeer = async (url, body) => {
    let text = ''
    let tokens = 0
    setMessages([question, answerOf('', streaming(0))])
    const answer = await fetch(url, { method: 'POST', body })
    if (!answer.body) throw new Error('llama-server sent nothing')
    for await (const batch of frameBatches(readPieces(answer.body))) {
      text += batch.join('')
      tokens += batch.length
      setMessages([question, answerOf(text, streaming(tokens))])
    }
    setMessages([question, answerOf(text, done)])
  }
  return (
    <div className="flex h-screen flex-col bg-bg">
      <Transcript messages={messages} actions={none} />
    </div>
  )
}

const container = document.getElementById('root')
if (container) createRoot(container).render(<Peer />)
