import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createChatStore } from '../chat/chat-store.ts'
import { createFakeClock } from '../fake-clock.ts'
import { dataPaths } from '../data-paths.ts'
import { readAppState } from './app-state.ts'
import { openDatabase } from './open.ts'
import { dumpData } from './test-support/dump.ts'
import { fillChats } from './test-support/sample-data.ts'
import { pathsIn, silentLog } from './test-support/data-folder.ts'
import { openTestDatabase, tempPaths } from './test-support/test-data.ts'

const clock = createFakeClock()
const deps = { clock, log: silentLog }

test('a first start makes the folders for their owner alone, and a database with every safeguard on', () => {
  const paths = tempPaths()
  const { db, notice } = openTestDatabase({ paths })
  expect(notice).toBeNull()
  for (const folder of [paths.data, paths.models, paths.logs, paths.backups, paths.run]) {
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  }
  const pragmas = {
    journal_mode: 'wal',
    synchronous: 2,
    foreign_keys: 1,
    busy_timeout: 5000,
    trusted_schema: 0,
    cell_size_check: 1,
    secure_delete: 1,
    temp_store: 2,
    page_size: 4096,
    user_version: 1,
  }
  for (const [name, value] of Object.entries(pragmas)) {
    expect({ name, value: db.pragma(name, { simple: true }) }).toEqual({ name, value })
  }
})

test.skipIf(process.platform === 'win32')(
  'a database that others could read is closed to them; what a link leads to stays as it is',
  () => {
    const paths = tempPaths()
    openDatabase({ paths, ...deps }).dispose()
    const elsewhere = `${paths.data}-elsewhere`
    mkdirSync(elsewhere)
    chmodSync(elsewhere, 0o755)
    rmdirSync(paths.logs)
    symlinkSync(elsewhere, paths.logs)
    for (const file of [paths.database, paths.lockDatabase]) chmodSync(file, 0o644)
    chmodSync(paths.backups, 0o755)
    openTestDatabase({ paths })
    const modes = [paths.database, `${paths.database}-wal`, paths.lockDatabase, paths.backups, elsewhere].map((path) =>
      (statSync(path).mode & 0o777).toString(8),
    )
    expect(modes).toEqual(['600', '600', '600', '700', '755'])
  },
)

test('data is there after a restart, and the database keeps its identity', () => {
  const paths = tempPaths()
  const first = openDatabase({ paths, ...deps })
  fillChats(createChatStore({ db: first.db, clock }), { chats: 2, turns: 2, words: 9 })
  const [before, identity] = [dumpData(first.db), readAppState(first.db, 'identity')]
  first.dispose()
  first.dispose()
  const { db } = openTestDatabase({ paths })
  expect(dumpData(db)).toEqual(before)
  expect(readAppState(db, 'identity')).toBe(identity)
})

test('D9 a second instance is refused before it opens the database', () => {
  const paths = tempPaths()
  const first = openTestDatabase({ paths })
  // Were it opened, this would be seen as damage.
  const other = { ...paths, database: join(paths.data, 'other.db') }
  writeFileSync(other.database, 'not a database')
  expect(() => openDatabase({ paths: other, ...deps })).toThrow(expect.objectContaining({ code: 'DATA_LOCKED' }))
  expect(readFileSync(other.database, 'utf8')).toBe('not a database')
  first.dispose()
  openTestDatabase({ paths })
})

test('a start that fails gives the data folder free', () => {
  const paths = tempPaths()
  const broken = [{ id: 1, name: 'broken', up: () => expect.unreachable() }]
  expect(() => openDatabase({ paths, ...deps, migrations: broken })).toThrow()
  expect(openTestDatabase({ paths }).notice).toBeNull()
})

test('a lock file that is no database is no obstacle', () => {
  const paths = tempPaths()
  mkdirSync(paths.data)
  writeFileSync(paths.lockDatabase, Buffer.alloc(5000, 7))
  openTestDatabase({ paths })
  expect(() => openDatabase({ paths, ...deps })).toThrow(expect.objectContaining({ code: 'DATA_LOCKED' }))
})

test('D11 data of a newer version is refused and not touched', () => {
  const paths = tempPaths()
  const first = openDatabase({ paths, ...deps })
  fillChats(createChatStore({ db: first.db, clock }), { chats: 1, turns: 1, words: 9 })
  first.db.pragma('user_version = 7')
  first.dispose()
  const before = readFileSync(paths.database)
  const backups = readdirSync(paths.backups)
  for (let attempt = 0; attempt < 2; attempt++) {
    expect(() => openDatabase({ paths, ...deps })).toThrow(
      expect.objectContaining({ code: 'DATA_NEWER_VERSION', data: { found: 7, known: 1 } }),
    )
  }
  expect(readFileSync(paths.database).equals(before)).toBe(true)
  expect(readdirSync(paths.backups)).toEqual(backups)
})

test.each([
  ['spaces and a quote', "my data's folder"],
  ['other scripts', 'Модели 日本語 – Ünï🦙'],
  ['a decomposed accent', 'Cafe\u0301'],
  ['signs that addresses use', 'a?b#c%20d&e;f'],
  ['more than 200 characters', join('x'.repeat(120), 'ы'.repeat(110), 'end')],
])('D17 a data folder with %s works', async (_, name) => {
  const { data } = tempPaths()
  const paths = pathsIn(join(data, name))
  const first = openDatabase({ paths, ...deps })
  fillChats(createChatStore({ db: first.db, clock }), { chats: 1, turns: 2, words: 9 })
  expect(await first.backUpDaily()).toBe(true)
  first.dispose()
  const { db } = openTestDatabase({ paths })
  expect(createChatStore({ db, clock }).listChats()).toHaveLength(1)
  expect(existsSync(dataPaths(join(data, name)).database)).toBe(true)
  expect(readdirSync(paths.backups)).toHaveLength(1)
})

test('a file where the data folder should be is said to be no place to write to', () => {
  const { data } = tempPaths()
  mkdirSync(data)
  writeFileSync(join(data, 'file'), '')
  const readOnly = expect.objectContaining({ code: 'DATA_READ_ONLY' })
  expect(() => openDatabase({ paths: pathsIn(join(data, 'file')), ...deps })).toThrow(readOnly)
  expect(() => openDatabase({ paths: pathsIn(join(data, 'file', 'below')), ...deps })).toThrow(readOnly)
})

test('damage met while running is named as such, and the next start repairs it', () => {
  const paths = tempPaths()
  const first = openDatabase({ paths, ...deps })
  const store = createChatStore({ db: first.db, clock })
  fillChats(store, { chats: 4, turns: 10, words: 60 })
  const page = Number(first.db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'message'").pluck().get())
  first.dispose()
  // The inner page of the tree of messages.
  const image = readFileSync(paths.database)
  image.fill(0x55, (page - 1) * 4096 + 8, page * 4096)
  // Large enough not to be checked at every start.
  writeFileSync(paths.database, Buffer.concat([image, Buffer.alloc(4 * 1024 * 1024)]))

  const second = openDatabase({ paths, ...deps })
  expect(second.notice).toBeNull()
  const damaged = createChatStore({ db: second.db, clock })
  const chat = damaged.listChats()[0]?.id
  if (chat === undefined) throw new Error('no chat')
  expect(() => damaged.conversation(chat)).toThrow(expect.objectContaining({ code: 'DATA_DAMAGED' }))
  second.dispose()

  const third = openTestDatabase({ paths })
  expect(third.notice).toMatchObject({ kind: 'salvaged', chats: 4, messages: 80, missing: 0 })
  expect(createChatStore({ db: third.db, clock }).conversation(chat)).toHaveLength(20)
})
