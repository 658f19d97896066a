import { afterEach, beforeEach, expect, test } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import type { ChatEvent, ChatSummary, Message } from '../../contract/chat.ts'
import type { ChatId, ModelId } from '../../contract/ids.ts'
import { createFakeEngine } from '../../engine/fake/fake-engine.ts'
import type { FakeEngine } from '../../engine/fake/fake-engine.ts'
import { onlyModel, startCore } from '../test-support/start-core.ts'
import type { StartedCore } from '../test-support/start-core.ts'

let engine: FakeEngine
let app: StartedCore
let model: ModelId

beforeEach(async () => {
  engine = createFakeEngine()
  app = await startCore({ launcher: engine, models: { 'tiny.gguf': tinyLlama() } })
  model = await onlyModel(app.rpc)
})
afterEach(() => app.dispose())

const send = (text: string, chat: ChatId | null = null, key: string = crypto.randomUUID()) =>
  app.rpc.chat.send({ chat, text, model, key })

function until<T extends ChatEvent>(
  events: AsyncIterable<ChatEvent>,
  wanted: (event: ChatEvent) => event is T,
): Promise<T>
function until(events: AsyncIterable<ChatEvent>, wanted: (event: ChatEvent) => boolean): Promise<ChatEvent>
async function until(events: AsyncIterable<ChatEvent>, wanted: (event: ChatEvent) => boolean): Promise<ChatEvent> {
  for await (const event of events) if (wanted(event)) return event
  throw new Error('the events ended')
}
const isDone = (event: ChatEvent): event is Extract<ChatEvent, { type: 'message' | 'snapshot' }> =>
  (event.type === 'message' && event.message.state.phase === 'done' && event.message.role === 'assistant') ||
  (event.type === 'snapshot' && event.detail.messages.at(-1)?.state.phase === 'done')

async function answered(chat: ChatId): Promise<Message> {
  const event = await until(await app.rpc.chat.attach({ chat }), isDone)
  const message = event.type === 'message' ? event.message : event.detail.messages.at(-1)
  if (message === undefined) throw new Error('no message')
  return message
}
const text = (message: Message | undefined) => message?.parts.map((part) => part.text).join('')

test('a question is stored, answered and still there with its numbers after a restart', async () => {
  const { chat } = await send('/echo Hello **you**')
  const answer = await answered(chat)
  expect(text(answer)).toBe('Hello **you**')
  expect(answer.state).toMatchObject({ phase: 'done', reason: 'end', error: null, stats: { answerTokens: 2 } })
  await app.core.dispose()
  const again = await startCore({ launcher: createFakeEngine(), data: app.paths.data })
  const event = await until(await again.rpc.chat.attach({ chat }), (e) => e.type === 'snapshot')
  expect(event).toMatchObject({ type: 'snapshot', detail: { messages: [{ role: 'user' }, { id: answer.id }] } })
  await again.dispose()
})

test('the same send arriving twice is one message and one answer', async () => {
  const key = crypto.randomUUID()
  const first = await send('/echo once', null, key)
  await answered(first.chat)
  expect(await send('/echo once', null, key)).toEqual(first)
  const event = await until(await app.rpc.chat.attach({ chat: first.chat }), (e) => e.type === 'snapshot')
  expect(event.type === 'snapshot' && event.detail.messages).toHaveLength(2)
})

test('two tabs on one chat see the same text, the second from the middle on', async () => {
  const { chat } = await send('/tps 400 /long 120')
  const first = await app.rpc.chat.attach({ chat })
  await until(first, (event) => event.type === 'delta')
  const second = await app.rpc.chat.attach({ chat })
  let copy = ''
  for await (const event of second) {
    if (event.type === 'snapshot') copy = text(event.detail.messages.at(-1)) ?? ''
    if (event.type === 'delta') copy += event.text
    if (isDone(event)) break
  }
  expect(copy).toBe(text(await answered(chat)))
})

test('a page that lost its connection gets only what it lacks', async () => {
  const { chat, answer } = await send('/tps 200 /long 100')
  let revision = 0
  let seq = 0
  for await (const event of await app.rpc.chat.attach({ chat })) {
    if (event.type === 'snapshot' || event.type === 'message') revision = event.revision
    if (event.type === 'delta') seq = event.seq
    if (seq > 3) break
  }
  const events: ChatEvent[] = []
  for await (const event of await app.rpc.chat.attach({ chat, after: { revision, message: answer, seq } })) {
    events.push(event)
    if (event.type === 'delta') break
  }
  expect(events.some((event) => event.type === 'snapshot')).toBe(false)
  expect(events.find((event) => event.type === 'delta')?.seq).toBeGreaterThan(seq)
  await app.rpc.chat.stop({ chat })
})

test('an answer that is stopped keeps what was written and says so', async () => {
  const { chat } = await send('/tps 100 /long 5000')
  await until(await app.rpc.chat.attach({ chat }), (event) => event.type === 'delta')
  await app.rpc.chat.stop({ chat })
  const answer = await answered(chat)
  expect(answer.state).toMatchObject({ phase: 'done', reason: 'stopped' })
  expect(text(answer)).toContain('word1')
})

test('when the engine dies in mid-answer the text is kept, the reason is told, and trying again makes a second version', async () => {
  const { chat, answer } = await send('/crash /echo half an ans')
  expect(await answered(chat)).toMatchObject({
    state: { reason: 'cut', error: { code: 'ENGINE_CRASHED' }, stats: { answerTokens: 3 } },
    parts: [{ text: 'half an ans' }],
  })
  await app.rpc.chat.regenerate({ message: answer, model })
  const second = await answered(chat)
  expect(second.versions).toEqual([answer, second.id])
  expect(engine.processes).toHaveLength(2)
})

test('another version of an answer is shown with what followed it', async () => {
  const { chat, answer } = await send('/echo first')
  await answered(chat)
  await send('/echo follows the first', chat)
  await answered(chat)
  await app.rpc.chat.regenerate({ message: answer, model })
  await answered(chat)
  await app.rpc.chat.selectVersion({ message: answer })
  const event = await until(await app.rpc.chat.attach({ chat }), (e) => e.type === 'snapshot')
  expect(event.type === 'snapshot' && event.detail.messages.map(text)).toEqual([
    '/echo first',
    'first',
    '/echo follows the first',
    'follows the first',
  ])
})

test('a second question to a chat that is answering is refused and nothing is stored twice', async () => {
  const { chat } = await send('/tps 50 /long 500')
  await expect(send('/echo me too', chat)).rejects.toMatchObject({ code: 'CHAT_BUSY' })
  await app.rpc.chat.stop({ chat })
})

test('answers in two chats wait for one another, and the one that waits can be stopped before its turn', async () => {
  const first = await send('/tps 100 /long 2000')
  const second = await send('/echo never')
  await app.rpc.chat.stop({ chat: first.chat })
  const third = await send('/tps 50 /long 2000')
  const waiting = await send('/echo not wanted any more')
  const stopped = app.rpc.chat.stop({ chat: waiting.chat })
  await app.rpc.chat.stop({ chat: third.chat })
  await stopped
  expect(text(await answered(second.chat))).toBe('never')
  expect(await answered(waiting.chat)).toMatchObject({ state: { reason: 'stopped' }, parts: [] })
})

test('G14 an answer that waits for another is stopped at once, and the other goes on', async () => {
  const first = await send('/tps 100 /long 5000')
  await until(await app.rpc.chat.attach({ chat: first.chat }), (event) => event.type === 'delta')
  const waiting = await send('/echo not wanted any more')
  await app.rpc.chat.stop({ chat: waiting.chat })
  expect(await answered(waiting.chat)).toMatchObject({ state: { reason: 'stopped' }, parts: [] })
  expect((await summaries()).find(({ id }) => id === first.chat)?.busy).toBe(true)
  await app.rpc.chat.stop({ chat: first.chat })
})

test('closing the app in mid-answer keeps the text and marks it as cut short', async () => {
  const { chat } = await send('/tps 100 /long 5000')
  await until(await app.rpc.chat.attach({ chat }), (event) => event.type === 'delta')
  await app.core.dispose()
  const again = await startCore({ launcher: createFakeEngine(), data: app.paths.data })
  const event = await until(await again.rpc.chat.attach({ chat }), (e) => e.type === 'snapshot')
  const last = event.type === 'snapshot' ? event.detail.messages.at(-1) : undefined
  expect(last?.state).toMatchObject({ phase: 'done', reason: 'cut' })
  expect(text(last)).toContain('word1')
  await again.dispose()
})

test('a chat goes to the trash, comes back, and is gone once erased', async () => {
  const { chat } = await send('/echo keep me')
  await answered(chat)
  await app.rpc.chat.trash({ chat })
  expect((await summaries()).find(({ id }) => id === chat)?.trashedAt).toBeGreaterThan(0)
  await app.rpc.chat.restore({ chat })
  expect(await app.rpc.chat.search({ query: 'keep' })).toHaveLength(3)
  await expect(app.rpc.chat.erase({ chat })).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  await app.rpc.chat.trash({ chat })
  await app.rpc.chat.erase({ chat })
  expect(await summaries()).toEqual([])
  expect(await app.rpc.chat.search({ query: 'keep' })).toEqual([])
})

test('the context is measured after an answer, for the ruler above the composer', async () => {
  const { chat } = await send('/echo some words')
  const event = await until(await app.rpc.chat.attach({ chat }), (e) => e.type === 'context' && e.context !== null)
  expect(event.type === 'context' && event.context).toMatchObject({ nextDrops: 0 })
})

test('the context is measured again when a model is loaded, and is not shown without one', async () => {
  const { chat } = await send('/echo some words')
  await answered(chat)
  const sizes: (number | null)[] = []
  for await (const event of await app.rpc.chat.attach({ chat })) {
    const context =
      event.type === 'snapshot' ? event.detail.context : event.type === 'context' ? event.context : undefined
    if (context === undefined || (context?.size ?? null) === sizes.at(-1)) continue
    sizes.push(context?.size ?? null)
    if (context?.size === 8192) {
      await app.rpc.settings.set({ contextSize: 1024 })
      await app.rpc.engine.load({ model })
    }
    if (context?.size === 1024) await app.rpc.engine.unload()
    if (context === null && sizes.includes(1024)) break
  }
  expect(sizes.filter((size) => size !== null)).toEqual([8192, 1024])
})

test('a page that opens a chat which is not there is told so', async () => {
  const events = await app.rpc.chat.attach({ chat: crypto.randomUUID() as ChatId })
  expect(await until(events, () => true)).toEqual({ type: 'gone' })
})

test('the model that answered last is proposed next', async () => {
  const { chat } = await send('/echo hi')
  await answered(chat)
  for await (const { settings } of await app.rpc.settings.watch()) {
    expect(settings.lastModel).toBe(model)
    break
  }
})

async function summaries(): Promise<readonly ChatSummary[]> {
  for await (const event of await app.rpc.chat.list()) if (event.type === 'all') return event.chats
  throw new Error('no list')
}
