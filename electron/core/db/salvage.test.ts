import Database from 'better-sqlite3'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createChatStore } from '../chat/chat-store.ts'
import { createFakeClock } from '../fake-clock.ts'
import type { Paths } from '../ports.ts'
import { createSettingsStore } from '../settings/settings-store.ts'
import { listBackups } from './backups.ts'
import { openDatabase } from './open.ts'
import { fillChats } from './test-support/sample-data.ts'
import { silentLog } from './test-support/data-folder.ts'
import { openTestDatabase, tempPaths } from './test-support/test-data.ts'

const clock = createFakeClock()

/** A data folder with chats in it, and what was in them. */
function populated(size = { chats: 6, turns: 12, words: 60 }) {
  const paths = tempPaths()
  const opened = openDatabase({ paths, clock, log: silentLog })
  fillChats(createChatStore({ db: opened.db, clock }), size)
  createSettingsStore(opened).write({ systemPrompt: 'Be brief.' })
  return { paths, opened, messages: size.chats * size.turns * 2 }
}

/** As a crash leaves it: the log beside it, no clean mark. */
function crashed(
  size?: { chats: number; turns: number; words: number },
  last: (db: Database.Database) => void = () => undefined,
) {
  const { paths, opened, messages } = populated(size)
  last(opened.db)
  const copy = tempPaths()
  mkdirSync(copy.data, { recursive: true })
  for (const suffix of ['', '-wal']) copyFileSync(paths.database + suffix, copy.database + suffix)
  opened.dispose()
  return { paths: copy, messages }
}

function reopen(paths: Paths) {
  const { db, notice } = openTestDatabase({ paths, clock })
  const store = createChatStore({ db, clock })
  const count = Number(db.prepare('SELECT count(*) FROM message').pluck().get())
  const read = store.listChats().flatMap((chat) => store.conversation(chat.id))
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(db.pragma('foreign_key_check')).toEqual([])
  return { db, notice, store, count, read, settings: createSettingsStore({ db }).read() }
}

function overwrite(path: string, at: number, bytes: Buffer): void {
  const file = readFileSync(path)
  bytes.copy(file, at)
  writeFileSync(path, file)
}

const damagedFolders = (paths: Paths) => readdirSync(paths.backups).filter((name) => name.startsWith('damaged-'))

test('D8 a crash alone loses nothing and says nothing', () => {
  const { paths, messages } = crashed()
  const { notice, count, settings } = reopen(paths)
  expect({ notice, count }).toEqual({ notice: null, count: messages })
  expect(settings.systemPrompt).toBe('Be brief.')
})

test('D8 a destroyed header costs nothing', () => {
  const { paths, opened, messages } = populated()
  opened.dispose()
  overwrite(paths.database, 0, Buffer.alloc(100))
  const { notice, count, read, store, settings } = reopen(paths)
  expect(notice).toMatchObject({ kind: 'salvaged', chats: 6, messages, missing: 0 })
  expect({ count, read: read.length }).toEqual({ count: messages, read: messages })
  expect(store.search('amber').length).toBe(50)
  expect(settings.systemPrompt).toBe('Be brief.')
  expect(damagedFolders(paths)).toHaveLength(1)
})

/** Zeros where the settings are, and nowhere else. */
function destroySettings(paths: Paths): void {
  const db = new Database(paths.database, { readonly: true })
  const root = Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'setting'").pluck().get())
  db.close()
  overwrite(paths.database, (root - 1) * 4096, Buffer.alloc(4096))
}

test('D8 settings that cannot be read come out of the newest backup; without one, the notice counts none', async () => {
  for (const [backedUp, systemPrompt] of [
    [true, 'Be brief.'],
    [false, ''],
  ] as const) {
    const { paths, opened, messages } = populated()
    if (backedUp) await opened.backUpDaily()
    opened.dispose()
    destroySettings(paths)
    const { notice, count, settings } = reopen(paths)
    expect(notice).toMatchObject({ kind: 'salvaged', chats: 6, messages, missing: 0, settings: backedUp ? 1 : 0 })
    expect({ count, systemPrompt: settings.systemPrompt }).toEqual({ count: messages, systemPrompt })
  }
})

test('D8 when a backup takes the place of the chats, what was set since then is kept, each setting alone', async () => {
  const { paths, opened } = populated()
  const store = createSettingsStore(opened)
  store.write({ theme: 'light', topK: 7 })
  await opened.backUpDaily()
  store.write({ theme: 'dark' })
  opened.db.prepare("INSERT OR REPLACE INTO setting VALUES ('topK', '{')").run()
  for (const { path } of listBackups(paths.backups)) chmodSync(path, 0o644)
  for (const table of ['message', 'chat']) opened.db.exec(`DELETE FROM ${table}`)
  opened.dispose()
  overwrite(paths.database, 0, Buffer.alloc(100))
  const { notice, store: chats, settings } = reopen(paths)
  expect(notice).toMatchObject({ kind: 'restored' })
  expect(chats.listChats()).toHaveLength(6)
  expect(settings).toMatchObject({ theme: 'dark', topK: 7, systemPrompt: 'Be brief.' })
  expect(readdirSync(paths.backups).filter((name) => name.includes('repaired'))).toEqual([])
  expect(process.platform === 'win32' ? 0 : statSync(paths.database).mode & 0o077).toBe(0)
})

test('D8 a truncated database keeps what is left of it, and the damaged file', () => {
  const { paths, opened, messages } = populated()
  opened.dispose()
  const size = statSync(paths.database).size
  truncateSync(paths.database, Math.floor(size * 0.8))
  const { notice, count, read } = reopen(paths)
  expect(notice).toMatchObject({ kind: 'salvaged' })
  expect(count).toBeGreaterThan(messages * 0.3)
  expect(read.length).toBe(count)
  const [folder] = damagedFolders(paths)
  expect(statSync(join(paths.backups, folder ?? '', 'ingle.db')).size).toBe(Math.floor(size * 0.8))
})

test.each([
  ['a zero-filled', (path: string) => writeFileSync(path, Buffer.alloc(statSync(path).size))],
  ['a zero-byte', (path: string) => truncateSync(path, 0)],
  ['an overwritten', (path: string) => writeFileSync(path, 'not a database at all, but a long enough text')],
])('D8 %s database is replaced by the newest backup', async (_, destroy) => {
  const { paths, opened, messages } = populated()
  await opened.backUpDaily()
  opened.dispose()
  destroy(paths.database)
  const { notice, count, db } = reopen(paths)
  expect(notice).toMatchObject({ kind: 'restored', at: Math.trunc(clock.now() / 1000) * 1000 })
  expect(count).toBe(messages)
  db.close()
})

test('D8 a zero-filled database without a backup becomes an empty one that works', () => {
  const { paths, opened } = populated()
  opened.dispose()
  writeFileSync(paths.database, Buffer.alloc(40_960))
  const { notice, count, store } = reopen(paths)
  expect(notice).toEqual({ kind: 'lost', folder: join(paths.backups, damagedFolders(paths)[0] ?? '') })
  expect(count).toBe(0)
  fillChats(store, { chats: 1, turns: 1, words: 5 })
  expect(store.listChats()).toHaveLength(1)
})

test('D8 a log that is gone costs what was in it and no more', () => {
  const { paths, messages } = crashed()
  const image = readFileSync(paths.database)
  writeFileSync(`${paths.database}-wal`, '')
  const { count, read } = reopen(paths)
  expect(image.length).toBeGreaterThan(0)
  expect(count).toBeLessThanOrEqual(messages)
  expect(read.length).toBe(count)
})

test("D8 another database's log is not let in", () => {
  const own = populated()
  own.opened.dispose()
  const other = crashed({ chats: 2, turns: 3, words: 20 })
  copyFileSync(`${other.paths.database}-wal`, `${own.paths.database}-wal`)
  const { notice, count, read } = reopen(own.paths)
  expect(notice).toMatchObject({ kind: 'salvaged', messages: own.messages, missing: 0 })
  expect({ count, read: read.length }).toEqual({ count: own.messages, read: own.messages })
})

test("D8 another database's log is not let in, even when it holds all of that database", () => {
  const own = populated()
  own.opened.dispose()
  const other = crashed({ chats: 9, turns: 9, words: 90 }, (db) => db.exec('VACUUM'))
  copyFileSync(`${other.paths.database}-wal`, `${own.paths.database}-wal`)
  const { notice, store } = reopen(own.paths)
  expect(notice).toMatchObject({ kind: 'salvaged', chats: 6, messages: own.messages, missing: 0 })
  expect(store.listChats()).toHaveLength(6)
})

test('D7 a byte that changed in the text of the schema is met at the start', () => {
  for (const [text, changed] of [
    ['model_name TEXT', 'modem_name TEXT'],
    ["'queued', 'streaming'", "'queved', 'streaming'"],
    ['remove_diacritics 2', 'remove_diacritics 1'],
  ] as const) {
    const { paths, opened, messages } = populated()
    opened.dispose()
    const at = readFileSync(paths.database, 'latin1').indexOf(text)
    expect(at).toBeGreaterThan(0)
    overwrite(paths.database, at, Buffer.from(changed))
    const { notice, count, store } = reopen(paths)
    expect(notice).toMatchObject({ kind: 'salvaged', messages, missing: 0 })
    expect(count).toBe(messages)
    fillChats(store, { chats: 1, turns: 1, words: 9, seed: 2 })
  }
})

test("D8 another program's database is moved aside, not written to", () => {
  const paths = tempPaths()
  openDatabase({ paths, clock, log: silentLog }).dispose()
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(paths.database + suffix)) truncateSync(paths.database + suffix)
  const foreign = new Database(paths.database)
  foreign.exec('CREATE TABLE t (a)')
  foreign.close()
  const bytes = readFileSync(paths.database)
  const { notice } = reopen(paths)
  expect(notice?.kind).toBe('lost')
  expect(readFileSync(join(notice?.folder ?? '', 'ingle.db'))).toEqual(bytes)
})
