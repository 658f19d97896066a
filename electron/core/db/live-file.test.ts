import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { createChatStore } from '../chat/chat-store.ts'
import { createFakeClock } from '../fake-clock.ts'
import { openDatabase } from './open.ts'
import { silentLog } from './test-support/data-folder.ts'
import { fillChats } from './test-support/sample-data.ts'
import { tempPaths } from './test-support/test-data.ts'

// SQLite's locks belong to the process: to close the database's file after opening it in another way drops them.
const calls = vi.hoisted(() => [] as { name: string; path: string }[])

vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<Record<string, unknown>>()
  const watched = Object.entries(fs).map(([name, value]) => {
    if (typeof value !== 'function' || /^[A-Z_]/.test(name)) return [name, value]
    const call = (...args: unknown[]): unknown => {
      for (const arg of args) if (typeof arg === 'string') calls.push({ name, path: arg })
      return Reflect.apply(value, fs, args)
    }
    return [name, call]
  })
  return Object.fromEntries(watched)
})

test('D18 the live database, its log and its lock are touched by SQLite alone', async () => {
  const paths = tempPaths()
  const clock = createFakeClock()
  for (let start = 0; start < 2; start++) {
    const opened = openDatabase({ paths, clock, log: silentLog })
    const store = createChatStore({ db: opened.db, clock })
    fillChats(store, { chats: 1, turns: 2, words: 9, seed: start })
    expect(await opened.backUpDaily()).toBe(true)
    clock.advance(86_400_000)
    opened.dispose()
  }
  const live = ['', '-wal', '-shm'].map((suffix) => paths.database + suffix)
  const touching = calls.filter(({ path }) => [...live, paths.lockDatabase].includes(path)).map(({ name }) => name)
  // What asks for a name or a size, or sets the mode, opens nothing.
  expect([...new Set(touching)].toSorted()).toEqual(['chmodSync', 'existsSync', 'lstatSync', 'statSync'])
})

const opening = /\b(?:open|read|write|append|copy|cp|truncate|create(?:Read|Write)Stream|link)[A-Za-z]*\(/
const electron = join(import.meta.dirname, '..', '..')

test('D18 no source hands the path of the live database to anything that opens files', () => {
  const sources = readdirSync(electron, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('test-support'),
  )
  const naming = sources.flatMap((file) =>
    readFileSync(join(electron, file), 'utf8')
      .split('\n')
      .map((line, at) => ({ line: line.trim(), place: `${file}:${at + 1}` }))
      .filter(({ line }) => /\b(?:paths|ports)\S*\.(?:database|lockDatabase)\b/.test(line)),
  )
  expect(naming.length).toBeGreaterThan(5)
  expect(naming.filter(({ line }) => opening.test(line.replace(/openDatabase\(/g, '')))).toEqual([])
})
