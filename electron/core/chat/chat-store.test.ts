import { expect, test } from 'vitest'
import type { MessagePart } from '../../contract/chat.ts'
import { ModelId } from '../../contract/ids.ts'
import { openTestDatabase, tempPaths } from '../db/test-support/test-data.ts'
import { createFakeClock } from '../fake-clock.ts'
import { type ChatStore, createChatStore } from './chat-store.ts'

const model = { id: ModelId.parse('starter'), name: 'Starter' }
const key = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

function startStore() {
  const paths = tempPaths()
  const clock = createFakeClock()
  const { db } = openTestDatabase({ paths, clock })
  return { db, clock, paths, store: createChatStore({ db, clock }) }
}

function talk(store: ChatStore, text: string, answer: string, n = 1) {
  const turn = store.addTurn({ chat: null, title: text, text, key: key(n), model })
  store.finishAnswer(turn.answer, { reason: 'end', stats: null, error: null, tail: [{ kind: 'text', text: answer }] })
  return turn
}

const textOf = (parts: readonly MessagePart[]) => parts.map((part) => part.text).join('')

test('a question and its answer come back as they were written', () => {
  const { store, clock } = startStore()
  const turn = store.addTurn({ chat: null, title: 'Hello there', text: 'Hello', key: key(1), model })
  const queued = store.getMessage(turn.answer)
  expect(queued).toMatchObject({ parent: turn.user, role: 'assistant', model, parts: [], state: { phase: 'queued' } })
  expect(store.getChat(turn.chat).busy).toBe(true)

  store.appendChunks(turn.answer, [
    { kind: 'thought', text: 'hm' },
    { kind: 'thought', text: 'm' },
  ])
  store.appendChunks(turn.answer, [{ kind: 'text', text: 'Good ' }])
  expect(store.getMessage(turn.answer)).toMatchObject({
    parts: [
      { kind: 'thought', text: 'hmm', ms: null },
      { kind: 'text', text: 'Good ' },
    ],
    state: { phase: 'streaming' },
  })
  const stats = {
    promptTokens: 9,
    cachedTokens: 1,
    answerTokens: 2,
    firstTokenMs: 40,
    tokensPerSecond: 7.5,
    droppedTurns: 0,
  }
  const tail = [{ kind: 'text' as const, text: 'day' }]
  store.finishAnswer(turn.answer, { reason: 'length', stats, error: null, tail, thoughtMs: [1500] })
  expect(store.conversation(turn.chat)).toEqual([
    {
      id: turn.user,
      chat: turn.chat,
      parent: null,
      role: 'user',
      parts: [{ kind: 'text', text: 'Hello' }],
      state: { phase: 'done', reason: 'end', stats: null, error: null },
      model: null,
      versions: [turn.user],
      createdAt: clock.now(),
    },
    {
      id: turn.answer,
      chat: turn.chat,
      parent: turn.user,
      role: 'assistant',
      parts: [
        { kind: 'thought', text: 'hmm', ms: 1500 },
        { kind: 'text', text: 'Good day' },
      ],
      state: { phase: 'done', reason: 'length', stats, error: null },
      model,
      versions: [turn.answer],
      createdAt: clock.now(),
    },
  ])
  expect(store.getChat(turn.chat)).toMatchObject({ title: 'Hello there', titleIsAutomatic: true, busy: false })
})

test('the same key never sends twice', () => {
  const { store, db } = startStore()
  const first = talk(store, 'Hello', 'Good day')
  const again = store.addTurn({ chat: null, title: 'x', text: 'Hello', key: key(1), model })
  expect(again).toEqual({ ...first, repeated: true })
  expect(store.insertUserMessage({ chat: first.chat, parent: null, text: 'Hello', key: key(1) })).toEqual({
    id: first.user,
    repeated: true,
  })
  expect(db.prepare('SELECT count(*) FROM message').pluck().get()).toBe(2)
  expect(store.listChats()).toHaveLength(1)
})

test('a second version stands beside the first, and choosing one shows what follows it', () => {
  const { store } = startStore()
  const first = talk(store, 'Name a bird', 'Wren')
  const next = store.addTurn({ chat: first.chat, title: '', text: 'Why?', key: key(2), model })
  store.finishAnswer(next.answer, { reason: 'end', stats: null, error: null })
  const second = store.insertAnswer({ chat: first.chat, parent: first.user, model })
  store.finishAnswer(second, { reason: 'end', stats: null, error: null, tail: [{ kind: 'text', text: 'Owl' }] })

  expect(store.conversation(first.chat).map((message) => message.id)).toEqual([first.user, second])
  expect(store.getMessage(second).versions).toEqual([first.answer, second])
  expect(store.newestLeafBelow(first.answer)).toBe(next.answer)
  expect(store.newestLeafBelow(second)).toBe(second)

  store.setLeaf(first.chat, store.newestLeafBelow(first.answer))
  const shown = store.conversation(first.chat)
  expect(shown.map((message) => message.id)).toEqual([first.user, first.answer, next.user, next.answer])
  expect(shown[1]?.versions).toEqual([first.answer, second])
})

test('versions of the first message are those of its own chat', () => {
  const { store } = startStore()
  const one = talk(store, 'one', '1', 1)
  talk(store, 'two', '2', 2)
  const edited = store.insertUserMessage({ chat: one.chat, parent: null, text: 'one, better', key: key(3) })
  expect(store.getMessage(one.user).versions).toEqual([one.user, edited.id])
})

test('what does not exist is said so', () => {
  const { store } = startStore()
  const one = talk(store, 'one', '1', 1)
  const two = talk(store, 'two', '2', 2)
  const nobody = key(99) as typeof one.user
  const nowhere = key(99) as typeof one.chat
  expect(() => store.getMessage(nobody)).toThrow(expect.objectContaining({ code: 'MESSAGE_NOT_FOUND' }))
  expect(() => store.path(nobody)).toThrow(expect.objectContaining({ code: 'MESSAGE_NOT_FOUND' }))
  expect(() => store.getChat(nowhere)).toThrow(expect.objectContaining({ code: 'CHAT_NOT_FOUND' }))
  expect(() => store.rename(nowhere, 'x')).toThrow(expect.objectContaining({ code: 'CHAT_NOT_FOUND' }))
  const elsewhere = expect.objectContaining({ code: 'MESSAGE_NOT_FOUND' })
  expect(() => store.setLeaf(one.chat, two.answer)).toThrow(elsewhere)
  expect(() => store.insertAnswer({ chat: one.chat, parent: two.user, model })).toThrow(elsewhere)
  const stray = { chat: nowhere, parent: null, text: 'x', key: null }
  expect(() => store.insertUserMessage(stray)).toThrow(expect.objectContaining({ code: 'CHAT_NOT_FOUND' }))
})

test('an answer that has ended takes no more text', () => {
  const { store } = startStore()
  const { answer } = talk(store, 'one', '1')
  expect(() => store.appendChunks(answer, [{ kind: 'text', text: 'late' }])).toThrow(/ended/)
  expect(() => store.finishAnswer(answer, { reason: 'stopped', stats: null, error: null })).toThrow(/ended/)
  expect(textOf(store.getMessage(answer).parts)).toBe('1')
})

test('a chat whose chosen end cannot be found opens at its newest message', () => {
  const { store, db } = startStore()
  const { chat, answer } = talk(store, 'one', '1')
  for (const lost of [key(99), null]) {
    db.prepare('UPDATE chat SET leaf_id = ?').run(lost)
    expect(store.conversation(chat).at(-1)?.id).toBe(answer)
  }
  expect(store.conversation(store.createChat({ title: 'empty' }))).toEqual([])
})

test('several calls are stored as one or not at all', () => {
  const { store } = startStore()
  expect(() =>
    store.atomically(() => {
      talk(store, 'one', '1')
      throw new Error('no')
    }),
  ).toThrow('no')
  expect(store.listChats()).toEqual([])
  expect(store.search('one')).toEqual([])
})

test('after a crash every unfinished answer ends as cut, with its text, and can be found', () => {
  const { store } = startStore()
  const streaming = store.addTurn({ chat: null, title: 'a', text: 'a', key: key(1), model })
  store.appendChunks(streaming.answer, [{ kind: 'text', text: 'half a walnut' }])
  const queued = store.addTurn({ chat: null, title: 'b', text: 'b', key: key(2), model })
  expect(store.search('walnut')).toEqual([])

  expect(store.recoverInterrupted()).toEqual([streaming.answer, queued.answer])
  expect(store.getMessage(streaming.answer)).toMatchObject({
    parts: [{ kind: 'text', text: 'half a walnut' }],
    state: { phase: 'done', reason: 'cut' },
  })
  expect(store.getMessage(queued.answer).parts).toEqual([])
  expect(store.search('walnut')).toHaveLength(1)
  expect(store.recoverInterrupted()).toEqual([])
})

test('the chat that was written in last is the first of the list; renaming moves nothing', () => {
  const { store } = startStore()
  const one = talk(store, 'one', '1', 1)
  const two = talk(store, 'two', '2', 2)
  expect(store.listChats().map((chat) => chat.id)).toEqual([two.chat, one.chat])
  store.addTurn({ chat: one.chat, title: '', text: 'more', key: key(3), model })
  store.rename(two.chat, 'Two\u0000\nof  them ')
  expect(store.listChats().map((chat) => chat.id)).toEqual([one.chat, two.chat])
  expect(store.getChat(two.chat)).toMatchObject({ title: 'Two of them', titleIsAutomatic: false })
})

test('D10 a clock that jumps back a day or ahead ten years changes no order', () => {
  const { store, clock } = startStore()
  const day = 86_400_000
  const turns = [0, -day, 3650 * day, -2 * day].map((jump, n) => {
    clock.jump(jump)
    return talk(store, `question ${n}`, `answer ${n}`, n)
  })
  expect(store.listChats().map((chat) => chat.id)).toEqual(turns.map((turn) => turn.chat).toReversed())
  const [first] = turns
  if (first === undefined) throw new Error('no turn')
  const versions = [-day, 3650 * day, -3650 * day].map((jump) => {
    clock.jump(jump)
    const id = store.insertAnswer({ chat: first.chat, parent: first.user, model })
    store.finishAnswer(id, { reason: 'end', stats: null, error: null })
    return id
  })
  expect(store.getMessage(first.answer).versions).toEqual([first.answer, ...versions])
  expect(store.newestLeafBelow(first.user)).toBe(versions.at(-1))
})

test('D13 a NUL, half a surrogate pair and a pair cut between two chunks survive', () => {
  const { store } = startStore()
  const odd = 'a\u0000b \ud800 c \udc00 \uffff d'
  const turn = store.addTurn({ chat: null, title: odd, text: odd, key: key(1), model })
  store.appendChunks(turn.answer, [{ kind: 'text', text: `${odd} \ud83d` }])
  store.appendChunks(turn.answer, [{ kind: 'text', text: '\ude00' }])
  expect(textOf(store.getMessage(turn.answer).parts)).toBe(`${odd} 😀`)
  store.finishAnswer(turn.answer, { reason: 'end', stats: null, error: null })
  expect(textOf(store.getMessage(turn.user).parts)).toBe(odd)
  expect(textOf(store.getMessage(turn.answer).parts)).toBe(`${odd} 😀`)
  expect(store.getChat(turn.chat).title).toBe('a b \ufffd c \ufffd \uffff d')
})
