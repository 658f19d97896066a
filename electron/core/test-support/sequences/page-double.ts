import { isDeepStrictEqual } from 'node:util'
import type { ChatDetail, ChatEvent, Message, MessagePart } from '../../../contract/chat.ts'
import type { EngineState } from '../../../contract/engine.ts'
import type { ChatId } from '../../../contract/ids.ts'
import type { Client } from '../../../contract/index.ts'

export type Rpc = Pick<Client, 'chat' | 'engine'>

type View = { detail: ChatDetail; revision: number; seq: number }

/**
 * What a page knows from what it hears, by the rules of the contract alone: one stream a chat, one of the engine. It can
 * be reloaded and forget everything, or lose its connection and go on from the last thing it held.
 */
export type PageDouble = {
  open(chat: ChatId): void
  reload(): void
  reconnect(): void
  disconnect(): void
  /** What differs between this page and one that is opened now, in words; nothing when it is at rest and all is well. */
  differences(): Promise<readonly string[]>
  close(): void
}

export function createPageDouble(rpc: Rpc): PageDouble {
  const views = new Map<ChatId, View | null>()
  let engine: EngineState | null = null
  let line = new AbortController()
  const faults: string[] = []

  async function follow(chat: ChatId, { signal }: AbortController): Promise<void> {
    const view = views.get(chat) ?? null
    const message = view?.detail.messages.findLast(({ state }) => state.phase !== 'done')
    const after = view && message ? { revision: view.revision, message: message.id, seq: view.seq } : undefined
    for await (const event of await rpc.chat.attach({ chat, ...(after && { after }) }, { signal })) {
      if (signal.aborted) return
      views.set(chat, next(views.get(chat) ?? null, event))
    }
  }
  async function followEngine({ signal }: AbortController): Promise<void> {
    for await (const state of await rpc.engine.state(undefined, { signal })) {
      if (signal.aborted) return
      engine = state
    }
  }
  function next(view: View | null, event: ChatEvent): View | null {
    if (event.type === 'gone') return null
    if (event.type === 'snapshot') return { detail: event.detail, revision: event.revision, seq: event.seq }
    if (view === null) {
      faults.push(`${event.type} before a snapshot`)
      return null
    }
    const { detail } = view
    const change = (id: string, to: (message: Message) => Message) => ({
      ...view,
      detail: { ...detail, messages: detail.messages.map((each) => (each.id === id ? to(each) : each)) },
    })
    switch (event.type) {
      case 'message': {
        const { message, revision } = event
        const before = detail.messages.find(({ id }) => id === message.id)
        if (before?.role === 'assistant' && before.state.phase === 'done') faults.push('an answer ended twice')
        if (before && message.state.phase === 'done' && spoken(before) !== spoken(message))
          faults.push(`"${spoken(before)}" was heard of "${spoken(message)}"`)
        const messages = before ? change(message.id, () => message).detail.messages : [...detail.messages, message]
        return {
          detail: { ...detail, messages },
          revision,
          seq: before && message.state.phase !== 'done' ? view.seq : 0,
        }
      }
      case 'delta':
        if (event.seq <= view.seq) return view
        return { ...change(event.message, (each) => ({ ...each, parts: added(each.parts, event) })), seq: event.seq }
      case 'state': {
        if (detail.messages.find(({ id }) => id === event.message)?.state.phase === 'done')
          faults.push('an answer went on after its end')
        return change(event.message, (each) => ({ ...each, state: event.state }))
      }
      case 'chat':
        return { ...view, detail: { ...detail, chat: event.chat } }
      case 'context':
        return { ...view, detail: { ...detail, context: event.context } }
    }
  }
  function listen(): void {
    line = new AbortController()
    const now = line
    const failed = (error: unknown) => void (now.signal.aborted || faults.push(`a stream failed: ${String(error)}`))
    followEngine(now).catch(failed)
    for (const chat of views.keys()) follow(chat, now).catch(failed)
  }
  listen()

  return {
    open(chat) {
      if (views.has(chat)) return
      views.set(chat, null)
      const now = line
      follow(chat, now).catch((error: unknown) => void (now.signal.aborted || faults.push(String(error))))
    },
    disconnect: () => line.abort(),
    reconnect() {
      line.abort()
      listen()
    },
    reload() {
      line.abort()
      engine = null
      for (const chat of views.keys()) views.set(chat, null)
      listen()
    },
    async differences() {
      const found = [...faults]
      if (!isDeepStrictEqual(engine, await first(rpc.engine.state()))) found.push('the engine is in another state')
      for (const [chat, view] of views) {
        const fresh = await first(rpc.chat.attach({ chat }))
        if (fresh.type !== 'snapshot') found.push('a chat is gone')
        else found.push(...differs(view, { detail: fresh.detail, revision: fresh.revision, seq: fresh.seq }))
      }
      return found
    },
    close: () => line.abort(),
  }
}

/** Its words, and which of them were thoughts. */
const spoken = ({ parts }: Message): string => parts.map(({ kind, text }) => `<${kind}>${text}`).join('')

function differs(view: View | null, fresh: View): string[] {
  if (view === null) return ['a chat was never shown']
  const at = view.detail.messages.findIndex((each, index) => !isDeepStrictEqual(each, fresh.detail.messages[index]))
  const [mine, theirs] = [view.detail.messages[at], fresh.detail.messages[at]]
  if (at >= 0) return [`message ${at}: ${JSON.stringify(mine)} is ${JSON.stringify(theirs)}`]
  if (isDeepStrictEqual(view, fresh)) return []
  return [`a chat differs: ${JSON.stringify(view)} is ${JSON.stringify(fresh)}`]
}

function added(
  parts: readonly MessagePart[],
  { kind, text }: Extract<ChatEvent, { type: 'delta' }>,
): readonly MessagePart[] {
  const last = parts.at(-1)
  if (last?.kind === kind) return [...parts.slice(0, -1), { ...last, text: last.text + text }]
  return [...parts, kind === 'thought' ? { kind, text, ms: null } : { kind, text }]
}

/** The first event of a stream, which is ended then. */
async function first<T>(stream: PromiseLike<AsyncIterable<T>>): Promise<T> {
  for await (const event of await stream) return event
  throw new Error('the stream ended')
}
