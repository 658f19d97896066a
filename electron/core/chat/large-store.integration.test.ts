import { mkdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ModelId } from '../../contract/ids.ts'
import { connect } from '../db/connection.ts'
import { migrate } from '../db/migrate.ts'
import { migrations } from '../db/migrations.ts'
import { sampleWords, seededRandom } from '../db/test-support/sample-data.ts'
import { silentLog } from '../db/test-support/data-folder.ts'
import { openTestDatabase, tempPaths } from '../db/test-support/test-data.ts'
import { createFakeClock } from '../fake-clock.ts'
import type { Paths } from '../ports.ts'
import { createChatStore } from './chat-store.ts'
import { messageSearch, titleSearch } from './search-store.ts'

const model = { id: ModelId.parse('starter'), name: 'Starter' }
const chats = 1000
const perChat = 100

const chatId = (chat: number) => `33333333-0000-4000-8000-${String(chat).padStart(12, '0')}`
const messageId = (message: number) => `44444444-0000-4000-8000-${String(message).padStart(12, '0')}`

/** Rows as the store writes them, put in directly; the next start fills the search index from them. */
function fill(paths: Paths): void {
  mkdirSync(paths.data, { recursive: true })
  const db = connect(paths.database)
  migrate({ db, migrations, log: silentLog, backUp: () => undefined })
  const random = seededRandom(14)
  const addChat = db.prepare(
    'INSERT INTO chat (id, title, title_auto, created_at, updated_at, activity, leaf_id) VALUES (?, ?, 1, 0, 0, ?, ?)',
  )
  const add = db.prepare(
    `INSERT INTO message (id, chat_id, parent_id, role, parts, state, reason, created_at)
     VALUES (?, ?, ?, ?, ?, 'done', 'end', 0)`,
  )
  db.transaction(() => {
    for (let chat = 0; chat < chats; chat++) {
      const first = chat * perChat
      addChat.run(chatId(chat), `chat ${chat}`, chat + 1, messageId(first + perChat - 1))
      for (let message = first; message < first + perChat; message++) {
        const isUser = message % 2 === 0
        const text = `number${message} ${sampleWords(random, isUser ? 12 : 60)}`
        const parent = message === first ? null : messageId(message - 1)
        const parts = JSON.stringify([{ kind: 'text', text }])
        add.run(messageId(message), chatId(chat), parent, isUser ? 'user' : 'assistant', parts)
      }
    }
  })()
  db.close()
}

function timed<T>(name: string, work: () => T): T {
  const [start, used] = [performance.now(), process.cpuUsage()]
  const result = work()
  const { user, system } = process.cpuUsage(used)
  const busy = ((user + system) / 1000).toFixed(0)
  process.stdout.write(`D14 ${name}: ${(performance.now() - start).toFixed(0)} ms, ${busy} ms of processor time\n`)
  return result
}

test('D14 with 100,000 messages the store opens, and every question is answered from an index', () => {
  const paths = tempPaths()
  fill(paths)
  const clock = createFakeClock()
  timed('first start, search index filled', () => openTestDatabase({ paths, clock })).dispose()
  const { db } = timed('start', () => openTestDatabase({ paths, clock }))
  const store = timed('store', () => createChatStore({ db, clock }))

  expect(db.prepare('SELECT count(*) FROM message').pluck().get()).toBe(chats * perChat)
  const list = timed('list of chats', () => store.listChats())
  expect(list).toHaveLength(chats)
  const newest = list[0]?.id
  if (newest === undefined) throw new Error('no chat')
  expect(timed('a conversation', () => store.conversation(newest))).toHaveLength(perChat)
  expect(timed('search, one message', () => store.search('number77777'))).toMatchObject([
    { message: messageId(77_777) },
  ])
  expect(timed('search, a frequent word', () => store.search('amber'))).toHaveLength(50)
  expect(timed('search, two frequent words', () => store.search('amber birch'))).toHaveLength(50)
  expect(timed('search, the start of a word', () => store.search('number7'))).toHaveLength(50)
  expect(timed('search, nothing', () => store.search('qqqqq'))).toEqual([])
  expect(timed('search, a title', () => store.search('chat 777'))[0]).toMatchObject({
    title: 'chat 777',
    message: null,
  })

  timed('erase a chat', () => {
    store.trash(newest)
    store.erase(newest)
  })
  expect(clock.pending()).toBe(1)
  timed('scrub of the search index', () => {
    clock.advance(0)
  })
  expect(clock.pending()).toBe(0)
  expect(store.search('amber')).toHaveLength(50)

  const plan = (sql: string, ...values: unknown[]) =>
    db
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...values)
      .map(({ detail }) => detail)
  for (const sql of [titleSearch, messageSearch]) {
    const steps = plan(sql, '"amber"', 50)
    expect(steps[0]).toMatch(/_search VIRTUAL TABLE INDEX \d+:M/)
    expect(steps.filter((step) => step.startsWith('SCAN')).length).toBe(1)
  }
})

test('D14 no statement of the chat store reads a whole table of messages', () => {
  const clock = createFakeClock()
  const { db } = openTestDatabase({ paths: tempPaths(), clock })
  const seen = new Set<string>()
  const prepare = db.prepare.bind(db)
  Object.defineProperty(db, 'prepare', {
    value: (sql: string) => {
      seen.add(sql)
      return prepare(sql)
    },
  })
  createChatStore({ db, clock })
  const scans = [...seen]
    .filter((sql) => !/_search/.test(sql))
    .flatMap((sql) => {
      const statement = prepare(`EXPLAIN QUERY PLAN ${sql}`)
      const values = Array.from({ length: sql.split('?').length - 1 }, () => null)
      return statement.all(...values).map((step) => `${String((step as { detail: string }).detail)} in ${sql}`)
    })
    .filter((step) => /^SCAN message(?! USING (?:COVERING )?INDEX message_unfinished)/.test(step))
  expect(seen.size).toBeGreaterThan(20)
  expect(scans).toEqual([])
})

test('D13 a message of 20 MB is stored, read back and found by how it begins', () => {
  const clock = createFakeClock()
  const { db } = openTestDatabase({ paths: tempPaths(), clock })
  const store = createChatStore({ db, clock })
  const text = `walrus ${'0123456789abcdef '.repeat(1_180_000)}`.slice(0, 20_000_000)
  const key = '55555555-0000-4000-8000-000000000000'
  const turn = store.addTurn({ chat: null, title: 't', text, key, model })
  const [message] = store.conversation(turn.chat)
  expect(message?.parts.length).toBe(1)
  expect(message?.parts[0]?.text === text).toBe(true)
  const [hit] = store.search('walrus')
  expect(hit).toMatchObject({ message: turn.user })
  expect(hit?.excerpt).toMatch(/^walrus 0123456789abcdef .*…$/)
  store.trash(turn.chat)
  store.erase(turn.chat)
  expect(store.listChats()).toEqual([])
})
