import { expect, test } from 'vitest'
import { settled, startChats } from './test-support/start-chats.ts'

test('what is asked in a chat that lies in the trash takes it out, and everybody sees it in the list again', async () => {
  const { chats, send, asked, store, followList } = startChats()
  const { chat } = send('Hi')
  asked().end()
  await settled()
  await chats.trash(chat)
  const list = followList()
  send('One more thing', chat)
  expect(store.getChat(chat).trashedAt).toBeNull()
  await settled()
  expect(list.at(-1)).toMatchObject({ type: 'changed', chat: { id: chat, trashedAt: null, busy: true } })
})

test('an answer that is made again takes its chat out of the trash', async () => {
  const { chats, send, asked, store, model } = startChats()
  const { chat, answer } = send('Hi')
  asked().end()
  await settled()
  await chats.trash(chat)
  chats.regenerate(answer, model)
  expect(store.getChat(chat).trashedAt).toBeNull()
})

test('a question that arrives while its chat goes to the trash is stopped too: nothing answers in the trash', async () => {
  const { chats, send, asked, store, follow } = startChats()
  const { chat } = send('Hi')
  const events = follow(chat)
  const trashed = chats.trash(chat)
  // The first moment at which the chat takes a question again.
  await until(() => !chats.allChats()[0]?.busy)
  send('Wait', chat)
  await trashed
  expect(asked().signal.aborted).toBe(true)
  expect(chats.allChats()).toMatchObject([{ busy: false, trashedAt: expect.any(Number) as number }])
  expect(store.conversation(chat).map(({ state }) => state.phase)).toEqual(['done', 'done', 'done', 'done'])
  await settled()
  expect(events.at(-1)).toMatchObject({ type: 'chat', chat: { busy: false } })
})

test('erasing in mid-answer stops the answer first, and pages are told that the chat is gone', async () => {
  const { chats, send, asked, store, follow, errors } = startChats()
  const { chat } = send('Hi')
  const events = follow(chat)
  asked().say('so far')
  store.trash(chat)
  await chats.erase(chat)
  expect(asked().signal.aborted).toBe(true)
  expect(store.listChats()).toEqual([])
  await settled()
  expect(events.at(-1)).toEqual({ type: 'gone' })
  expect(errors).toEqual([])
})

test('emptying the trash, and its end after 30 days, stop what is answered there and tell the list', async () => {
  const { chats, send, asked, store, followList, errors } = startChats()
  const kept = send('Keep this').chat
  const { chat } = send('Hi')
  store.trash(chat)
  const list = followList()
  expect(await chats.eraseTrashedBefore(Number.MAX_SAFE_INTEGER)).toBe(1)
  expect(asked().signal.aborted).toBe(true)
  await settled()
  expect(list.at(-1)).toEqual({ type: 'removed', chat })
  expect(chats.allChats()).toMatchObject([{ id: kept, busy: true }])
  expect(errors).toEqual([])
})

test('before everything is erased all answers are stopped at once, and what was erased before a failure is told', async () => {
  const { chats, send, asked, store, followList } = startChats()
  const first = send('One').chat
  const signals = [asked().signal]
  const second = send('Two').chat
  signals.push(asked().signal)
  const list = followList()
  const emptied = chats.emptiedBy(() => {
    store.trash(first)
    store.erase(first)
    return Promise.reject(new Error('the rest failed'))
  })
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
  await expect(emptied).rejects.toThrow('the rest failed')
  await settled()
  expect(list.filter(({ type }) => type === 'removed')).toEqual([{ type: 'removed', chat: first }])
  expect(send('Still here', second).chat).toBe(second)
})

test('an answer whose chat has vanished ends without taking the app along', async () => {
  const { chats, send, store, errors } = startChats()
  const { chat } = send('Hi')
  store.trash(chat)
  store.erase(chat)
  await chats.stop(chat)
  expect(errors).toContain('chat.run')
  expect(chats.allChats()).toEqual([])
})

async function until(there: () => boolean): Promise<void> {
  while (!there()) await Promise.resolve()
}
