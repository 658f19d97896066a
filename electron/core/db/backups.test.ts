import Database from 'better-sqlite3'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createChatStore } from '../chat/chat-store.ts'
import { createFakeClock } from '../fake-clock.ts'
import { listBackups } from './backups.ts'
import { migrations } from './migrations.ts'
import { openDatabase } from './open.ts'
import { dumpData } from './test-support/dump.ts'
import { fillChats } from './test-support/sample-data.ts'
import { silentLog } from './test-support/data-folder.ts'
import { openTestDatabase, tempPaths } from './test-support/test-data.ts'

const day = 86_400_000

test('a daily copy is made once a day and holds everything; the last three are kept', async () => {
  const clock = createFakeClock()
  const paths = tempPaths()
  const opened = openTestDatabase({ paths, clock })
  fillChats(createChatStore({ db: opened.db, clock }), { chats: 1, turns: 3, words: 9 })
  expect([await opened.backUpDaily(), await opened.backUpDaily()]).toEqual([true, false])
  for (let count = 0; count < 4; count++) {
    clock.advance(day)
    expect(await opened.backUpDaily()).toBe(true)
  }
  const backups = listBackups(paths.backups)
  expect(backups.map(({ number }) => number)).toEqual([5, 4, 3])
  expect(backups[0]?.at).toBe(clock.now())
  expect(readdirSync(paths.backups)).toHaveLength(3)
  const copy = new Database(backups[0]?.path ?? '', { readonly: true })
  expect(dumpData(copy)).toEqual(dumpData(opened.db))
  expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
  copy.close()
})

test('what is written while the copy is made is not lost to either', async () => {
  const clock = createFakeClock()
  const paths = tempPaths()
  const opened = openTestDatabase({ paths, clock })
  const store = createChatStore({ db: opened.db, clock })
  fillChats(store, { chats: 8, turns: 20, words: 400 })
  const copying = opened.backUpDaily()
  fillChats(store, { chats: 1, turns: 1, words: 9, seed: 2 })
  expect(await copying).toBe(true)
  const copy = new Database(listBackups(paths.backups)[0]?.path ?? '', { readonly: true })
  expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(copy.prepare('SELECT count(*) FROM chat').pluck().get()).toBe(9)
  copy.close()
  expect(store.listChats()).toHaveLength(9)
})

test('closing in the middle of a copy leaves no half one', async () => {
  const clock = createFakeClock()
  const paths = tempPaths()
  const opened = openTestDatabase({ paths, clock })
  fillChats(createChatStore({ db: opened.db, clock }), { chats: 8, turns: 20, words: 400 })
  const copying = opened.backUpDaily()
  opened.dispose()
  expect(await copying).toBe(false)
  expect(readdirSync(paths.backups)).toEqual([])
})

test('copies keep their order when the clock is set back', async () => {
  const clock = createFakeClock()
  const paths = tempPaths()
  const opened = openTestDatabase({ paths, clock })
  for (const jump of [0, 400 * day, -800 * day, day, day]) {
    clock.jump(jump)
    expect(await opened.backUpDaily()).toBe(true)
  }
  expect(listBackups(paths.backups).map(({ number }) => number)).toEqual([5, 4, 3])
})

test('what a dead run left half done is cleared away at the start, other files stay', () => {
  const clock = createFakeClock()
  const paths = tempPaths()
  openDatabase({ paths, clock, log: silentLog }).dispose()
  for (const name of ['daily-000001-2026-01-01T00-00-00Z.db.partial', 'x.partial-journal', 'mine.db']) {
    writeFileSync(join(paths.backups, name), 'x')
  }
  openTestDatabase({ paths, clock })
  expect(readdirSync(paths.backups)).toEqual(['mine.db'])
})

test('of the copies made before the schema changes the last three are kept', () => {
  const clock = createFakeClock()
  const paths = tempPaths()
  for (let newest = 1; newest <= 6; newest++) {
    const later = Array.from({ length: newest - 1 }, (_, at) => ({ id: at + 2, name: 'none', up: () => undefined }))
    openDatabase({ paths, clock, log: silentLog, migrations: [...migrations, ...later] }).dispose()
  }
  expect(readdirSync(paths.backups).map((name) => name.slice(0, 18))).toEqual([
    'before-0004-000003',
    'before-0005-000004',
    'before-0006-000005',
  ])
})
