import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { Router, useLocation } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import type { ChatDetail, ChatEvent, ChatListEvent, ChatSummary, Message } from '../../../../electron/contract/chat.ts'
import type { EngineState } from '../../../../electron/contract/engine.ts'
import type { ChatId, MessageId, ModelId } from '../../../../electron/contract/ids.ts'
import type { Model, ModelsEvent } from '../../../../electron/contract/models.ts'
import { defaultSettings, type Settings } from '../../../../electron/contract/settings.ts'
import { useShortcuts } from '../../../actions/use-shortcuts.ts'
import { RpcProvider } from '../../../rpc/RpcProvider.tsx'
import { createTopicHub } from '../../../rpc/topic.ts'
import { render } from '../../../test-support/render.tsx'
import { createTestStream, createTestTransport, type Call } from '../../../test-support/test-transport.ts'
import { Toaster } from '../../../ui/Toaster.tsx'
import { ChatSection } from '../ChatSection.tsx'
import { chatId, detail, summary, tiny, tinyModel } from './samples.ts'

/** Lets everything happen that is due: promises, timers without a wait, frames. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) {
    await act(async () => {
      await new Promise((resolve) => setTimeout(resolve, 0))
      await new Promise((resolve) => requestAnimationFrame(resolve))
    })
  }
}

type Stream<T> = ReturnType<typeof createTestStream<T>>

export type ChatPageOptions = {
  chat?: ChatId | null
  chats?: readonly ChatSummary[]
  models?: readonly Model[]
  settings?: Partial<Settings>
  engine?: EngineState
  /** What a call that is not a topic answers, by its path. */
  answer?: (call: Call) => unknown
}

/** The chat section before a host that the test plays: everything it asks is recorded, everything it hears is said here. */
export async function openChatPage({
  chat = null,
  chats = [],
  models = [tinyModel],
  settings = {},
  engine = { phase: 'loading', model: tiny, name: 'Tiny 1B', share: 0.58, msLeft: 4000 },
  answer = () => undefined,
}: ChatPageOptions = {}) {
  const attached: { call: Call; stream: Stream<ChatEvent> }[] = []
  let list: Stream<ChatListEvent> | undefined
  let modelList: Stream<ModelsEvent> | undefined
  let engineStates: Stream<EngineState> | undefined
  const picker: Picker = { choose: () => undefined }
  const still = (event: unknown, signal: AbortSignal | undefined): AsyncIterable<unknown> => {
    const stream = createTestStream<unknown>(signal)
    stream.push(event)
    return stream.events
  }
  const host = createTestTransport((call) => {
    switch (call.path) {
      case 'chat.attach': {
        const stream = createTestStream<ChatEvent>(call.signal)
        attached.push({ call, stream })
        return stream.events
      }
      case 'chat.list':
        list = createTestStream<ChatListEvent>(call.signal)
        list.push({ type: 'all', chats })
        return list.events
      case 'models.list':
        modelList = createTestStream<ModelsEvent>(call.signal)
        modelList.push({ models, revision: 1, folder: '/models', scanning: false })
        return modelList.events
      case 'settings.watch':
        return still({ settings: { ...defaultSettings, lastModel: tiny, ...settings }, revision: 1 }, call.signal)
      case 'engine.state':
        engineStates = createTestStream<EngineState>(call.signal)
        engineStates.push(engine)
        return engineStates.events
      case 'system.host':
        return still({ kind: 'web', capabilities: [] }, call.signal)
      default:
        return answer(call)
    }
  })
  const after = (ms: number, run: () => void) => {
    const timer = setTimeout(run, Math.min(ms, 1))
    return () => clearTimeout(timer)
  }
  const rpc = {
    connection: host.connection,
    transport: host.transport,
    hub: createTopicHub({ connection: host.connection, after }),
  }
  host.open()
  const location = memoryLocation({ path: chat ? `/chat/${chat}` : '/', record: true })
  const box = await render(
    <Router hook={location.hook}>
      <RpcProvider rpc={rpc}>
        <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
          <Section picker={picker} />
          <Toaster />
        </QueryClientProvider>
      </RpcProvider>
    </Router>,
  )
  await settle()
  return {
    box,
    host,
    settle,
    address: () => location.history.at(-1),
    async go(path: string) {
      await act(async () => location.navigate(path))
      await settle()
    },
    attached,
    /** Says something to whoever looks at the open chat. */
    async tell(...events: ChatEvent[]) {
      for (const event of events) attached.at(-1)?.stream.push(event)
      await settle()
    },
    /** The whole of the open chat, as after a change that moved its messages. */
    async tellSnapshot(messages: readonly Message[], more: Partial<ChatDetail> = {}) {
      await this.tell({ type: 'snapshot', revision: 1, seq: 0, detail: detail(messages, more) })
    },
    async tellList(event: ChatListEvent) {
      list?.push(event)
      await settle()
    },
    async tellEngine(state: EngineState) {
      engineStates?.push(state)
      await settle()
    },
    /** What the model menu does. */
    async choose(model: ModelId) {
      await act(async () => picker.choose(model))
      await settle()
    },
    async tellModels(next: readonly Model[], scanning = false) {
      modelList?.push({ models: next, revision: 2, folder: '/models', scanning })
      await settle()
    },
    callsOf: (path: string) => host.calls.filter((call) => call.path === path).map(({ input }) => input),
    composer: () => box.querySelector<HTMLTextAreaElement>('#composer'),
  }
}

/** The page on a chat with these messages. */
export async function openConversation(messages: readonly Message[], more: ChatPageOptions = {}) {
  const page = await openChatPage({ chat: chatId(1), chats: [summary(1)], ...more })
  await page.tellSnapshot(messages)
  return page
}

const chatAddress = /^\/chat\/([^/]+)(?:\/message\/(.+))?$/

type Picker = { choose: (model: ModelId) => void }

function Section({ picker }: { picker: Picker }) {
  useShortcuts()
  const [location] = useLocation()
  const [, chat, message] = chatAddress.exec(location) ?? []
  const ids = { chat: (chat ?? null) as ChatId | null, message: (message ?? null) as MessageId | null }
  return (
    <ChatSection
      {...ids}
      modelPicker={({ value, onChange }) => {
        picker.choose = onChange
        return <p>Model: {value}</p>
      }}
    />
  )
}
