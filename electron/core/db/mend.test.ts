import Database from 'better-sqlite3'
import { mkdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createChatStore } from '../chat/chat-store.ts'
import { createFakeClock } from '../fake-clock.ts'
import { connect } from './connection.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations.ts'
import { openDatabase } from './open.ts'
import { salvage } from './salvage.ts'
import { refreshSearchIndex } from './search-index.ts'
import { openPages } from './sqlite-pages.ts'
import { silentLog } from './test-support/data-folder.ts'
import { fillChats } from './test-support/sample-data.ts'
import { openTestDatabase, tempPaths } from './test-support/test-data.ts'

const clock = createFakeClock()

/** Two chats of five questions each; `lose` takes rows out behind the app's back; then what is left is salvaged. */
function salvageAfter(lose: (db: Database.Database) => void) {
  const paths = tempPaths()
  const opened = openDatabase({ paths, clock, log: silentLog })
  const before = createChatStore({ db: opened.db, clock })
  fillChats(before, { chats: 2, turns: 5, words: 9 })
  const chat = before.listChats()[0]
  if (chat === undefined) throw new Error('no chat')
  const messages = before.conversation(chat.id)
  opened.dispose()
  const damaged = new Database(paths.database)
  damaged.pragma('foreign_keys = OFF')
  lose(damaged)
  damaged.close()

  const target = tempPaths()
  mkdirSync(target.data)
  const db = connect(target.database)
  migrate({ db, migrations, log: silentLog, backUp: () => undefined })
  const pages = openPages(paths.database, null)
  const salvaged = salvage(db, pages)
  pages.close()
  refreshSearchIndex(db, 0)
  db.close()
  const reopened = openTestDatabase({ paths: target, clock })
  expect(reopened.notice).toBeNull()
  expect(reopened.db.pragma('foreign_key_check')).toEqual([])
  return { salvaged, chat: chat.id, messages, store: createChatStore({ db: reopened.db, clock }) }
}

const texts = (messages: readonly { parts: readonly { text: string }[] }[]) =>
  messages.map((message) =>
    message.parts
      .map((part) => part.text)
      .join('')
      .split(' ')
      .slice(0, 2)
      .join(' '),
  )

test('a lost message leaves a gap of one, not the end of the conversation', () => {
  const { salvaged, chat, store } = salvageAfter((db) => {
    db.exec('DELETE FROM message WHERE seq IN (14, 17)')
  })
  expect(salvaged).toEqual({ chats: 2, messages: 18, settings: 0, missing: 2 })
  const left = ['question 0', 'answer 0', 'question 1', 'question 2', 'answer 2', 'answer 3', 'question 4', 'answer 4']
  expect(texts(store.conversation(chat))).toEqual(left)
})

test('when the end of a conversation is lost, it ends with what is left', () => {
  const { chat, store, messages } = salvageAfter((db) => {
    db.exec('DELETE FROM message WHERE seq >= 19')
  })
  expect(store.conversation(chat).map(({ id }) => id)).toEqual(messages.slice(0, 8).map(({ id }) => id))
})

test('a conversation whose own row is lost comes back under its first words', () => {
  const { salvaged, chat, store, messages } = salvageAfter((db) => {
    db.exec('DELETE FROM chat WHERE seq = 2')
  })
  expect(salvaged).toMatchObject({ chats: 2, missing: 0 })
  expect(store.getChat(chat).title).toMatch(/^question 0 \w+/)
  expect(store.conversation(chat).map(({ id }) => id)).toEqual(messages.map(({ id }) => id))
  expect(store.search('question 3')).toHaveLength(2)
})

test('an id that damage turned into another chat or a younger message makes no circle', () => {
  const { chat, store } = salvageAfter((db) => {
    db.exec(`UPDATE message SET parent_id = (SELECT id FROM message WHERE seq = 20) WHERE seq = 13;
             UPDATE message SET parent_id = (SELECT id FROM message WHERE seq = 3) WHERE seq = 15`)
  })
  expect(texts(store.conversation(chat))).toHaveLength(10)
})

test('an answer that was being written keeps its text', () => {
  const { store, chat } = salvageAfter((db) => {
    db.exec(`UPDATE message SET state = 'streaming', parts = '[]' WHERE seq = 20;
             INSERT INTO message_chunk (message_seq, kind, text) VALUES (20, 'text', '"half "'), (20, 'text', '"said"'),
               (7, 'text', '"of an answer that has ended"'), (99, 'text', '"of nothing"')`)
  })
  expect(store.recoverInterrupted()).toHaveLength(1)
  expect(store.conversation(chat).at(-1)?.parts).toEqual([{ kind: 'text', text: 'half said' }])
})
