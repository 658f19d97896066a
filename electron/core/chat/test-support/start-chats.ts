import { onTestFinished } from 'vitest'
import type { ChatEvent, ChatListEvent } from '../../../contract/chat.ts'
import type { ChatId, ModelId } from '../../../contract/ids.ts'
import { defaultSettings } from '../../../contract/settings.ts'
import type { AnswerRequest, GenerateHooks, GenerateResult } from '../../../engine/engine-client.ts'
import { openTestDatabase, tempPaths } from '../../db/test-support/test-data.ts'
import { createFakeClock } from '../../fake-clock.ts'
import { silentLog } from '../../log.ts'
import { createChatService } from '../chat-service.ts'
import { createChatStore } from '../chat-store.ts'

/** An answer as the engine was asked for it; the test says what comes of it. */
export type Asked = {
  request: AnswerRequest
  signal: AbortSignal
  say(text: string): void
  end(reason?: GenerateResult['reason']): void
}

const model = 'starter' as ModelId

/** Conversations over a real database and an engine that says what the test says; stopping it works by itself. */
export function startChats({ onAsked = () => undefined }: { onAsked?: () => void } = {}) {
  const clock = createFakeClock()
  const { db } = openTestDatabase({ paths: tempPaths(), clock })
  const store = createChatStore({ db, clock })
  const asked: Asked[] = []
  const errors: string[] = []

  function answer(_: ModelId, request: AnswerRequest, hooks: GenerateHooks, signal: AbortSignal) {
    const { promise, resolve } = Promise.withResolvers<GenerateResult>()
    let tokens = 0
    const end = (reason: GenerateResult['reason'] = 'end') => resolve({ reason, stats: null })
    const say = (text: string) => hooks.onChunk({ parts: [{ kind: 'text', text }], tokens: ++tokens })
    signal.addEventListener('abort', () => end('stopped'))
    hooks.onStarted({ promptTokens: 1, cachedTokens: 0, droppedTurns: 0 })
    asked.push({ request, signal, say, end })
    return promise
  }
  const chats = createChatService({
    store,
    settings: () => defaultSettings,
    modelName: () => 'Starter',
    answer,
    count: () => Promise.resolve(null),
    onAsked,
    clock,
    log: { ...silentLog, error: (event) => errors.push(event) },
  })

  /** Everything that is told about a chat from now on; the first event is what there is. */
  function follow(chat: ChatId): ChatEvent[] {
    const stop = new AbortController()
    onTestFinished(() => stop.abort())
    return collect(chats.feeds.attach(chat, undefined, stop.signal))
  }
  function followList(): ChatListEvent[] {
    const stop = new AbortController()
    onTestFinished(() => stop.abort())
    return collect(chats.list.watch(() => [], stop.signal))
  }
  return {
    chats,
    store,
    clock,
    errors,
    model,
    follow,
    followList,
    send: (text: string, chat: ChatId | null = null) => chats.send({ chat, text, model, key: crypto.randomUUID() }),
    /** The answer that was asked for last. */
    asked(): Asked {
      const last = asked.at(-1)
      if (last === undefined) throw new Error('nothing was asked')
      return last
    },
    fillDisk() {
      // Room that was freed earlier would be room, too.
      db.exec('VACUUM')
      db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`)
    },
    freeDisk: () => db.pragma('max_page_count = 1073741823'),
  }
}

function collect<T>(events: AsyncIterable<T>): T[] {
  const seen: T[] = []
  void (async () => {
    for await (const event of events) seen.push(event)
  })()
  return seen
}

/** Lets promises and what waits for them settle. */
export const settled = () => new Promise<void>((resolve) => void setImmediate(resolve))

/** More than fits into the pages that the database has already. */
export const long = (text: string): string => `${text} `.repeat(5000)
