import { expect, test } from 'vitest'
import type { ChatEvent, Message } from '../../contract/chat.ts'
import { long, settled, startChats } from './test-support/start-chats.ts'

const full = { code: 'DATA_DISK_FULL' }
const text = (message: Message | undefined) => message?.parts.map((part) => part.text).join('')
const lastState = (events: readonly ChatEvent[]) => events.findLast((event) => event.type === 'state')?.state
const lastMessage = (events: readonly ChatEvent[]) => events.findLast((event) => event.type === 'message')?.message

test('D5 a disk that is full while an answer streams ends nothing: the answer goes on, the page is told, no word is lost', async () => {
  const { send, asked, follow, clock, errors, store, fillDisk, freeDisk } = startChats()
  const { chat, answer } = send('Hi')
  const events = follow(chat)
  asked().say(long('one'))
  fillDisk()
  clock.advance(1000)
  await settled()
  expect(lastState(events)).toMatchObject({ phase: 'streaming', unsaved: full })
  asked().say(long('two'))
  clock.advance(1000)
  clock.advance(1000)
  expect(errors).toEqual(['chat.save'])

  freeDisk()
  clock.advance(1000)
  await settled()
  expect(lastState(events)).toMatchObject({ phase: 'streaming' })
  expect(lastState(events)).not.toHaveProperty('unsaved')
  expect(text(store.getMessage(answer))).toBe(long('one') + long('two'))
  asked().say('three')
  asked().end()
  await settled()
  expect(text(store.getMessage(answer))).toBe(`${long('one')}${long('two')}three`)
})

test('D5 an answer whose end finds the disk full stays in sight with the reason, and is stored once there is room', async () => {
  const { send, asked, follow, clock, chats, store, fillDisk, freeDisk } = startChats()
  const { chat, answer } = send('Hi')
  const events = follow(chat)
  fillDisk()
  asked().say(long('kept'))
  asked().end()
  await settled()
  const shown = { id: answer, parts: [{ kind: 'text', text: long('kept') }], state: { reason: 'cut', error: full } }
  expect(lastMessage(events)).toMatchObject(shown)
  expect(chats.allChats()).toMatchObject([{ busy: false }])
  const second = follow(chat)
  await settled()
  expect(second).toMatchObject([{ type: 'snapshot', detail: { chat: { busy: false }, messages: [{}, shown] } }])
  expect(() => send(long('and now'), chat)).toThrow(expect.objectContaining(full))

  clock.advance(60_000)
  freeDisk()
  clock.advance(5000)
  await settled()
  expect(lastMessage(events)).toMatchObject({ id: answer, state: { phase: 'done', reason: 'end', error: null } })
  expect(text(store.getMessage(answer))).toBe(long('kept'))
  expect(store.getMessage(answer).state).toMatchObject({ phase: 'done', reason: 'end' })
})

test('D5 the next question after the disk was full goes out with the answer that could not be stored', async () => {
  const { send, asked, store, fillDisk, freeDisk } = startChats()
  const { chat, answer } = send('Hi')
  fillDisk()
  asked().say(long('kept'))
  asked().end()
  await settled()
  freeDisk()
  send('Go on', chat)
  expect(asked().request.turns.map((turn) => turn.text)).toEqual(['Hi', long('kept'), 'Go on'])
  expect(store.getMessage(answer).state).toMatchObject({ phase: 'done', reason: 'end' })
})

test('D5 closing the app with a full disk comes to its end, and says in the log what is lost', async () => {
  const { send, asked, chats, errors, clock, fillDisk } = startChats()
  send('Hi')
  fillDisk()
  asked().say(long('lost'))
  await chats.dispose()
  expect(errors).toEqual(['chat.finish', 'chat.unstored'])
  expect(clock.pending()).toBe(0)
})

test('a chat that is erased takes an answer along that could not be stored', async () => {
  const { send, asked, chats, store, errors, clock, fillDisk, freeDisk } = startChats()
  const { chat } = send('Hi')
  await settled()
  fillDisk()
  asked().say(long('gone'))
  asked().end()
  await settled()
  freeDisk()
  store.trash(chat)
  await chats.erase(chat)
  clock.advance(60_000)
  expect(clock.pending()).toBe(0)
  expect(errors).toEqual(['chat.finish'])
})

test('a question that was stored is answered, even when its model cannot be remembered for the next one', async () => {
  const { send, asked, store } = startChats({
    onAsked() {
      throw new Error('no room for a setting')
    },
  })
  const { answer } = send('Hi')
  asked().say('Hello')
  asked().end()
  await settled()
  expect(text(store.getMessage(answer))).toBe('Hello')
})
