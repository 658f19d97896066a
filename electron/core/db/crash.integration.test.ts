import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { AppError } from '../../contract/errors.ts'
import { settingsSchema } from '../../contract/settings.ts'
import { createChatStore } from '../chat/chat-store.ts'
import { createFakeClock } from '../fake-clock.ts'
import type { Paths } from '../ports.ts'
import { createSettingsStore } from '../settings/settings-store.ts'
import { listBackups } from './backups.ts'
import { migrations } from './migrations.ts'
import { openDatabase } from './open.ts'
import { runAndKill } from './test-support/crash-run.ts'
import { crashWhileStreaming } from './test-support/crash-stream.ts'
import { pathsIn, silentLog } from './test-support/data-folder.ts'
import { columnsOf, dumpData, dumpTable } from './test-support/dump.ts'
import { fillChats, seededRandom } from './test-support/sample-data.ts'
import { slowMigration } from './test-support/slow-migration.ts'
import { tempPaths } from './test-support/test-data.ts'

const clock = createFakeClock()
// Ninety processes are started one after the other; on a busy machine that alone takes minutes.
const long = { timeout: 600_000 }
const kills = 5
const size = { chats: 12, turns: 10, words: 60 }

function populated() {
  const paths = tempPaths()
  const opened = openDatabase({ paths, clock, log: silentLog })
  fillChats(createChatStore({ db: opened.db, clock }), size)
  const columns = columnsOf(opened.db, 'message')
  const [before, messages] = [dumpData(opened.db), dumpTable(opened.db, 'message', columns)]
  opened.dispose()
  return { paths, before, columns, messages }
}

/** The same folder again and again, each time as it was at first, each time killed at another moment. */
async function eachKill(
  what: Parameters<typeof runAndKill>[0],
  paths: Paths,
  longestMs: number,
  look: (paths: Paths, lines: readonly string[][]) => void,
): Promise<void> {
  const random = seededRandom(12)
  for (let kill = 0; kill < kills; kill++) {
    const copy = pathsIn(join(paths.data, '..', `${what}-${kill}`))
    cpSync(paths.data, copy.data, { recursive: true })
    const lines = await runAndKill(what, copy.data, (longestMs * (kill + random())) / kills)
    look(copy, lines)
    rmSync(copy.data, { recursive: true })
  }
}

function reopen<T>(paths: Paths, look: (opened: ReturnType<typeof openDatabase>) => T, steps = migrations): T {
  const opened = openDatabase({ paths, clock, log: silentLog, migrations: steps })
  try {
    expect(opened.db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(readdirSync(paths.backups).filter((name) => name.includes('.partial'))).toEqual([])
    return look(opened)
  } finally {
    opened.dispose()
  }
}

test(
  'D1 killed at 50 random moments while answers stream: no conversation is lost, no saved word either',
  long,
  async () => {
    expect.hasAssertions()
    // Two folders side by side: most of the time goes into starting processes.
    await Promise.all([crashWhileStreaming(tempPaths(), 25, 1), crashWhileStreaming(tempPaths(), 25, 2)])
  },
)

test('D2 killed while the schema changes: the data is as it was, then as it should be', long, async () => {
  const { paths, columns, messages } = populated()
  const versions = new Set<number>()
  await eachKill('migrate', paths, 120, (copy) => {
    const db = new Database(copy.database)
    versions.add(Number(db.pragma('user_version', { simple: true })))
    expect(dumpTable(db, 'message', columns)).toEqual(messages)
    db.close()
    reopen(
      copy,
      (opened) => {
        expect(opened.notice).toBeNull()
        expect(opened.db.pragma('user_version', { simple: true })).toBe(2)
        expect(dumpTable(opened.db, 'message', columns)).toEqual(messages)
      },
      [...migrations, slowMigration],
    )
  })
  expect(versions.size).toBeGreaterThan(0)
})

test('D2 killed while a copy is made: the data is whole and so is every copy', long, async () => {
  const { paths, before } = populated()
  await eachKill('copy', paths, 150, (copy) => {
    reopen(copy, ({ db, notice }) => {
      expect(notice).toBeNull()
      expect(dumpData(db)).toEqual(before)
    })
    for (const { path } of listBackups(copy.backups)) {
      const backup = new Database(path, { readonly: true })
      expect(backup.pragma('integrity_check', { simple: true })).toBe('ok')
      expect(dumpData(backup)).toEqual(before)
      backup.close()
    }
  })
})

test('D2 killed while chats are erased: what was erased is gone, every other chat is complete', long, async () => {
  const { paths } = populated()
  await eachKill('erase', paths, 150, (copy, lines) => {
    const erased = lines.filter(([event]) => event === 'erased').map(([, id]) => id)
    reopen(copy, ({ db }) => {
      const left = createChatStore({ db, clock }).listChats()
      expect(left.length).toBeGreaterThanOrEqual(size.chats - erased.length - 1)
      for (const chat of left) {
        expect(erased).not.toContain(chat.id)
        expect(db.prepare('SELECT count(*) FROM message WHERE chat_id = ?').pluck().get(chat.id)).toBe(size.turns * 2)
      }
      const messages = left.length * size.turns * 2
      expect(db.prepare('SELECT count(*) FROM message').pluck().get()).toBe(messages)
    })
  })
})

test('D2 killed while the file is compacted: the data is whole', long, async () => {
  const { paths, before } = populated()
  await eachKill('vacuum', paths, 150, (copy) => {
    reopen(copy, ({ db, notice }) => {
      expect(notice).toBeNull()
      expect(dumpData(db)).toEqual(before)
    })
  })
})

test('D2 killed while damaged data is repaired: the repair goes on, and the damaged file is kept', long, async () => {
  const { paths, before } = populated()
  const damaged = readFileSync(paths.database)
  damaged.fill(0, 0, 4096)
  writeFileSync(paths.database, damaged)
  await eachKill('repair', paths, 120, (copy) => {
    reopen(copy, ({ db }) => {
      expect(dumpData(db)).toEqual(before)
    })
    const folders = readdirSync(copy.backups)
    expect(folders).toEqual([expect.stringMatching(/^damaged-[^.]*$/)])
    expect(readFileSync(join(copy.backups, folders[0] ?? '', 'ingle.db')).equals(damaged)).toBe(true)
  })
})

test('D12 killed at any moment while settings are written: they are valid, and all of one write', long, async () => {
  const { paths } = populated()
  await eachKill('set', paths, 150, (copy, lines) => {
    const last = Number(lines.findLast(([event]) => event === 'set')?.[1] ?? 0)
    reopen(copy, (opened) => {
      const settings = createSettingsStore(opened).read()
      expect(settingsSchema.safeParse(settings).success).toBe(true)
      const round = settings.seed ?? 0
      expect(round === last || round === last + 1).toBe(true)
      expect([settings.topK, settings.systemPrompt]).toEqual(round === 0 ? [40, ''] : [round % 1000, `round ${round}`])
    })
  })
})

test('D9 a second process is refused while the first lives, and let in the moment it is killed', long, async () => {
  const { paths, before } = populated()
  const codes: unknown[] = []
  await runAndKill('copy', paths.data, 0, () => {
    try {
      openDatabase({ paths, clock, log: silentLog }).dispose()
    } catch (error) {
      codes.push(error instanceof AppError ? error.code : error)
    }
  })
  expect(codes).toEqual(['DATA_LOCKED'])
  reopen(paths, ({ db }) => {
    expect(dumpData(db)).toEqual(before)
  })
})
