import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ModelId } from '../../contract/ids.ts'
import { fillChats } from '../db/test-support/sample-data.ts'
import { openTestDatabase, tempPaths } from '../db/test-support/test-data.ts'
import { createFakeClock } from '../fake-clock.ts'
import type { Paths } from '../ports.ts'
import { createChatStore } from './chat-store.ts'

const model = { id: ModelId.parse('starter'), name: 'Starter' }
const day = 86_400_000

function startStore() {
  const paths = tempPaths()
  const clock = createFakeClock()
  const opened = openTestDatabase({ paths, clock })
  return { paths, clock, opened, db: opened.db, store: createChatStore({ db: opened.db, clock }) }
}

/** Every file of the data folder as text, one byte a character. */
function bytesOf(paths: Paths): string {
  return readdirSync(paths.data, { recursive: true, encoding: 'utf8' })
    .map((file) => join(paths.data, file))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'latin1'))
    .join('\n')
}

function tell(store: ReturnType<typeof startStore>['store'], secret: string, n: number) {
  const key = `11111111-0000-4000-8000-${String(n).padStart(12, '0')}`
  const turn = store.addTurn({ chat: null, title: `${secret}title`, text: `my ${secret}question`, key, model })
  store.appendChunks(turn.answer, [{ kind: 'thought', text: `${secret}thought` }])
  const tail = [{ kind: 'text' as const, text: `so ${secret}answer` }]
  store.finishAnswer(turn.answer, { reason: 'end', stats: null, error: null, tail })
  return turn.chat
}

test('P11 nothing of an erased chat is left in any file of the data folder', () => {
  const { paths, clock, store, opened } = startStore()
  fillChats(store, { chats: 4, turns: 10, words: 80 })
  const chat = tell(store, 'zanzibar', 1)
  store.rename(chat, 'zanzibarrenamed')
  fillChats(store, { chats: 4, turns: 10, words: 80, seed: 2 })
  // In the index words are stored without what they share with the word before.
  expect(bytesOf(paths).includes('anzibar')).toBe(true)
  expect(store.search('zanzibarquestion')).toHaveLength(1)

  store.trash(chat)
  store.erase(chat)
  expect(store.search('zanzibarquestion')).toEqual([])
  clock.advance(1)
  expect(clock.pending()).toBe(0)
  expect(bytesOf(paths).includes('anzibar')).toBe(false)
  expect(bytesOf(paths).includes('barquestion')).toBe(false)
  expect(store.listChats()).toHaveLength(8)
  expect(store.search('juniper').length).toBeGreaterThan(10)
  opened.dispose()
  expect(bytesOf(paths).includes('anzibar')).toBe(false)
})

test('P11 words that a crash left in the index go at the next start', () => {
  const { paths, clock, store, opened } = startStore()
  const chat = tell(store, 'zanzibar', 1)
  fillChats(store, { chats: 2, turns: 10, words: 80 })
  store.trash(chat)
  store.erase(chat)
  expect(clock.pending()).toBe(1)
  opened.dispose()
  expect(bytesOf(paths).includes('anzibar')).toBe(true)

  const { db } = openTestDatabase({ paths, clock })
  createChatStore({ db, clock })
  clock.advance(1)
  expect(bytesOf(paths).includes('anzibar')).toBe(false)
})

test('P11 a copy holds what was erased no longer than 30 days', async () => {
  const { paths, clock, store, opened } = startStore()
  const chat = tell(store, 'zanzibar', 1)
  await opened.backUpDaily()
  store.trash(chat)
  store.erase(chat)
  clock.advance(1)
  expect(bytesOf(paths).includes('anzibar')).toBe(true)
  clock.advance(31 * day)
  await opened.backUpDaily()
  expect(readdirSync(paths.backups)).toHaveLength(1)
  expect(bytesOf(paths).includes('anzibar')).toBe(false)
})

test('a chat comes back from the trash as it was, and is not found while it is there', () => {
  const { store, clock } = startStore()
  const chat = tell(store, 'zanzibar', 1)
  const before = store.conversation(chat)
  const since = clock.now()
  store.trash(chat)
  clock.advance(day)
  store.trash(chat)
  expect(store.getChat(chat).trashedAt).toBe(since)
  expect(store.search('zanzibartitle')).toEqual([])
  expect(store.search('zanzibaranswer')).toEqual([])
  store.restore(chat)
  expect(store.getChat(chat).trashedAt).toBeNull()
  expect(store.conversation(chat)).toEqual(before)
  expect(store.search('zanzibar')).toHaveLength(3)
})

test('only what has been in the trash for long enough is erased', () => {
  const { store, clock, db } = startStore()
  const old = tell(store, 'old', 1)
  const fresh = tell(store, 'fresh', 2)
  const kept = tell(store, 'kept', 3)
  expect(() => store.erase(kept)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }))
  store.trash(old)
  clock.advance(29 * day)
  store.trash(fresh)
  clock.advance(2 * day)
  expect(store.eraseTrashedBefore(clock.now() - 30 * day)).toEqual([old])
  expect(store.listChats().map((chat) => chat.id)).toEqual([kept, fresh])
  expect(db.prepare('SELECT count(*) FROM message').pluck().get()).toBe(4)
  expect(store.eraseTrashedBefore(Infinity)).toEqual([fresh])
})
