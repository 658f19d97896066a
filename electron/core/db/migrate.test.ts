import Database from 'better-sqlite3'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createChatStore } from '../chat/chat-store.ts'
import { createFakeClock } from '../fake-clock.ts'
import type { Paths } from '../ports.ts'
import { createSettingsStore } from '../settings/settings-store.ts'
import type { Migration } from './migrate.ts'
import { migrations } from './migrations.ts'
import { openDatabase } from './open.ts'
import { columnsOf, dataTables, dumpData, dumpSchema, dumpTable } from './test-support/dump.ts'
import { silentLog } from './test-support/data-folder.ts'
import { openTestDatabase, tempPaths } from './test-support/test-data.ts'

const clock = createFakeClock()
const fixtures = join(import.meta.dirname, 'fixtures')
const shipped = readdirSync(fixtures).filter((file) => file.endsWith('.sql'))

function fromFixture(file: string): { paths: Paths; before: ReturnType<typeof contents> } {
  const paths = tempPaths()
  mkdirSync(paths.data, { recursive: true })
  const db = new Database(paths.database)
  db.exec(readFileSync(join(fixtures, file), 'utf8'))
  const before = contents(db)
  db.close()
  return { paths, before }
}

/** Each table with the columns it has today, so that it can be compared after columns were added. */
function contents(db: Database.Database) {
  return dataTables
    .map((table) => ({ table, columns: columnsOf(db, table) }))
    .filter(({ columns }) => columns.length > 0)
    .map(({ table, columns }) => ({ table, columns, dump: dumpTable(db, table, columns) }))
}

/** Splits a step's statements, so that it can be made to fail before each of them. */
const steps = [
  'ALTER TABLE chat ADD COLUMN colour TEXT',
  'CREATE TABLE message2 (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, chat_id TEXT, parts TEXT) STRICT',
  'INSERT INTO message2 SELECT seq, id, chat_id, parts FROM message',
  'DELETE FROM message_chunk',
  'DROP TABLE message',
  'ALTER TABLE message2 RENAME TO message',
  "UPDATE setting SET value = '0'",
  'DELETE FROM chat',
]

const failingAt = (failing: number): Migration => ({
  id: 2,
  name: 'failing',
  up: (db) => {
    steps.forEach((sql, step) => {
      if (step === failing) throw new Error(`step ${step}`)
      db.exec(sql)
    })
    if (failing === steps.length) throw new Error(`step ${failing}`)
  },
})

test.each(shipped)('D3 a database of %s comes to the newest version with every row as it was', (file) => {
  const { paths, before } = fromFixture(file)
  const { db, notice } = openTestDatabase({ paths })
  expect(notice).toBeNull()
  for (const { table, columns, dump } of before) {
    expect({ table, ...dumpTable(db, table, columns) }).toEqual({ table, ...dump })
  }
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(db.pragma('user_version', { simple: true })).toBe(migrations.at(-1)?.id)
})

test('D3 a database that came from version 1 has the schema of a new one, and works', () => {
  const { paths } = fromFixture('0001.sql')
  const { db } = openTestDatabase({ paths })
  expect(dumpSchema(db)).toEqual(dumpSchema(openTestDatabase({ paths: tempPaths() }).db))
  const store = createChatStore({ db, clock })
  expect(store.recoverInterrupted()).toHaveLength(1)
  expect(store.listChats().map((chat) => chat.title)).toContain('Odd text')
  const [odd] = store.search('half pair')
  if (odd === undefined) throw new Error('not found')
  const texts = store.conversation(odd.chat).flatMap((message) => message.parts.map((part) => part.text))
  expect(texts[0]).toBe('NUL \u0000, half a pair \ud800, 北京大学, café')
  expect(store.search('upon a tim')).toHaveLength(1)
  expect(createSettingsStore({ db }).read()).toMatchObject({ theme: 'dark', systemPrompt: 'Be brief.', seed: 7 })
})

test.each(Array.from({ length: steps.length + 1 }, (_, step) => step))(
  'D4 a migration that fails before statement %i leaves the database as it was, and a copy beside it',
  (failing) => {
    const { paths } = fromFixture('0001.sql')
    const first = openDatabase({ paths, clock, log: silentLog })
    const before = [dumpSchema(first.db), dumpData(first.db), first.db.pragma('user_version')]
    first.dispose()
    const withFailing = { paths, clock, log: silentLog, migrations: [...migrations, failingAt(failing)] }
    expect(() => openDatabase(withFailing)).toThrow(`step ${failing}`)
    const [copy] = readdirSync(paths.backups)
    expect(copy).toMatch(/^before-0002-000001-.*\.db$/)

    const { db, notice } = openTestDatabase({ paths })
    expect(notice).toBeNull()
    expect([dumpSchema(db), dumpData(db), db.pragma('user_version')]).toEqual(before)
    const backup = new Database(join(paths.backups, copy ?? ''), { readonly: true })
    expect([dumpSchema(backup), dumpData(backup), backup.pragma('user_version')]).toEqual(before)
    backup.close()
  },
)

test('a migration that leaves a reference to nothing is undone', () => {
  const { paths } = fromFixture('0001.sql')
  openDatabase({ paths, clock, log: silentLog }).dispose()
  const orphaning: Migration = { id: 2, name: 'orphaning', up: (db) => db.exec('DELETE FROM chat WHERE seq = 1') }
  expect(() => openDatabase({ paths, clock, log: silentLog, migrations: [...migrations, orphaning] })).toThrow(
    /references/,
  )
  expect(createChatStore({ db: openTestDatabase({ paths }).db, clock }).listChats()).toHaveLength(6)
})

test('steps are taken in order, each once', () => {
  const taken: number[] = []
  const step = (id: number): Migration => ({ id, name: `step ${id}`, up: (db) => (db.memory ? 0 : taken.push(id)) })
  const paths = tempPaths()
  const all = [step(4), ...migrations, step(2), step(3)]
  for (let start = 0; start < 2; start++) openDatabase({ paths, clock, log: silentLog, migrations: all }).dispose()
  expect(taken).toEqual([2, 3, 4])
})
