import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import type { ChatEvent } from '../../contract/chat.ts'
import { createFakeEngine } from '../../engine/fake/fake-engine.ts'
import { readAppState, writeAppState } from '../db/app-state.ts'
import { openTestDatabase, tempPaths } from '../db/test-support/test-data.ts'
import { createFakeClock } from '../fake-clock.ts'
import { silentLog } from '../log.ts'
import { onlyModel, startCore } from '../test-support/start-core.ts'
import type { StartedCore } from '../test-support/start-core.ts'
import { createEraseEverything, erasedIndexes, erasedTables, keptTables } from './erase-everything.ts'

let app: StartedCore | null = null
afterEach(async () => {
  await app?.dispose()
  app = null
})

/** The module alone, over a real database; everything it asks of others is written down. */
function startErasing(failing: Partial<Record<'unload' | 'settings' | 'log' | 'models', boolean>> = {}) {
  const paths = tempPaths()
  const { db } = openTestDatabase({ paths })
  const done: string[] = []
  const note = (name: 'unload' | 'settings' | 'log' | 'models') => () => {
    done.push(name)
    if (failing[name]) throw new Error(`${name} failed`)
  }
  const erase = createEraseEverything({
    db,
    backups: paths.backups,
    async emptiedBy(work) {
      done.push('begun')
      await work()
    },
    unload: async () => note('unload')(),
    resetSettings: note('settings'),
    clearLog: note('log'),
    forgetModels: async () => note('models')(),
    log: silentLog,
  })
  return { db, paths, done, erase }
}

test('every table of the schema is either erased or kept on purpose', async () => {
  const { db, erase } = startErasing()
  const tables = db.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all()
  const underIndex = (table: string) => erasedIndexes.some((index) => table.startsWith(`${index}_`))
  expect(tables.filter((table) => !underIndex(table)).toSorted()).toEqual(
    [...erasedTables, ...erasedIndexes, ...keptTables].toSorted(),
  )
  db.exec("INSERT INTO setting VALUES ('theme', '\"dark\"')")
  db.exec("INSERT INTO chat_search (rowid, text) VALUES (1, 'secret')")
  await erase()
  for (const table of erasedTables) expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0)
  expect(db.prepare("SELECT count(*) FROM chat_search WHERE chat_search MATCH 'secret'").pluck().get()).toBe(0)
})

test('what cannot be removed keeps nothing else from being erased, and is told', async () => {
  const { db, paths, done, erase } = startErasing({ unload: true, settings: true, models: true })
  db.exec("INSERT INTO setting VALUES ('theme', '\"dark\"')")
  writeFileSync(join(paths.backups, 'daily.db'), 'old')
  await expect(erase()).rejects.toThrow('settings failed')
  expect(done).toEqual(['begun', 'unload', 'settings', 'log', 'models'])
  expect(db.prepare('SELECT count(*) FROM setting').pluck().get()).toBe(0)
  expect(readdirSync(paths.backups)).toEqual([])
})

test('data that cannot be written is named as such, and then nothing is said to be gone', async () => {
  const { db, done, erase } = startErasing()
  db.exec("INSERT INTO setting VALUES ('theme', '\"dark\"')")
  db.pragma('query_only = ON')
  await expect(erase()).rejects.toMatchObject({ code: 'DATA_READ_ONLY' })
  db.pragma('query_only = OFF')
  expect(done).toEqual(['begun', 'unload'])
  expect(db.prepare('SELECT count(*) FROM setting').pluck().get()).toBe(1)
})

test('asked for in two tabs at once it happens once, and later again', async () => {
  const { done, erase } = startErasing()
  await Promise.all([erase(), erase()])
  expect(done.filter((each) => each === 'begun')).toHaveLength(1)
  await erase()
  expect(done.filter((each) => each === 'begun')).toHaveLength(2)
})

async function startApp() {
  const clock = createFakeClock()
  let logCleared = 0
  const log = { ...silentLog, clear: () => void logCleared++ }
  const started = await startCore({ launcher: createFakeEngine(), models: { 'tiny.gguf': tinyLlama() }, clock, log })
  app = started
  const { rpc, paths } = started
  const send = async (text: string) =>
    rpc.chat.send({ chat: null, text, model: await onlyModel(rpc), key: crypto.randomUUID() })
  return { rpc, paths, clock, send, logCleared: () => logCleared }
}

test('P11 backups that are gone already are no reason to stop half way: the log is cleared and every page is told', async () => {
  const { rpc, paths, send, logCleared } = await startApp()
  const { chat } = await send('/echo hi')
  await rpc.chat.stop({ chat })
  rmSync(paths.backups, { recursive: true })
  const list = await rpc.chat.list()
  const removed = find(list, (event) => event.type === 'removed')
  await rpc.system.eraseEverything({ word: 'delete' })
  expect(await removed).toEqual({ type: 'removed', chat })
  expect(logCleared()).toBe(1)
  mkdirSync(paths.backups)
})

test('P11 what was found out about models on this machine is deleted with everything else', async () => {
  const { rpc, paths } = await startApp()
  const db = new Database(paths.database)
  onTestFinished(() => void db.close())
  writeAppState(db, 'tuned', '{"machine":"here","models":[]}', 0)
  await rpc.system.eraseEverything({ word: 'delete' })
  expect(readAppState(db, 'tuned')).toBeNull()
})

test('P11 while everything is being erased a question from another tab is refused, and none that waits is answered', async () => {
  const { rpc, clock, send } = await startApp()
  await send('/ignore')
  await find(await rpc.engine.state(), (state) => state.phase === 'ready' && state.work.kind === 'reading')
  const waiting = await send('/echo never')
  const states: unknown[] = []
  const gone = find(await rpc.chat.attach({ chat: waiting.chat }), (event) => {
    states.push(stateIn(event))
    return event.type === 'gone'
  })
  const erased = rpc.system.eraseEverything({ word: 'delete' })
  await clock.advanceAsync(1000)
  await expect(send('/echo from another tab')).rejects.toMatchObject({ code: 'DATA_ERASING' })
  await expect(rpc.chat.regenerate({ message: waiting.answer, model: await onlyModel(rpc) })).rejects.toMatchObject({
    code: 'DATA_ERASING',
  })
  await clock.advanceAsync(5000)
  await erased
  await gone
  expect(states).not.toContain('reading')
  expect(await find(await rpc.chat.list(), (event) => event.type === 'all')).toEqual({ type: 'all', chats: [] })
  expect((await send('/echo a new beginning')).chat).toEqual(expect.any(String))
})

async function find<T>(events: AsyncIterable<T>, wanted: (event: T) => boolean) {
  for await (const event of events) if (wanted(event)) return event
  throw new Error('the events ended')
}

function stateIn(event: ChatEvent): string | undefined {
  if (event.type === 'snapshot') return event.detail.messages.at(-1)?.state.phase
  if (event.type === 'message') return event.message.state.phase
  return event.type === 'state' ? event.state.phase : undefined
}
