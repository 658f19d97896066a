import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { AppError } from '../../contract/errors.ts'
import { createChatStore } from '../chat/chat-store.ts'
import { createFakeClock } from '../fake-clock.ts'
import type { Paths } from '../ports.ts'
import { createSettingsStore } from '../settings/settings-store.ts'
import { openDatabase } from './open.ts'
import { fillChats, seededRandom } from './test-support/sample-data.ts'
import { silentLog } from './test-support/data-folder.ts'
import { tempPaths } from './test-support/test-data.ts'

const clock = createFakeClock()
const size = { chats: 6, turns: 10, words: 90 }
const messages = size.chats * size.turns * 2
const pageSize = 4096

/** The bytes of a populated database, closed in order or as a crash left them. */
function populated(): Buffer {
  const paths = tempPaths()
  const opened = openDatabase({ paths, clock, log: silentLog })
  fillChats(createChatStore({ db: opened.db, clock }), size)
  createSettingsStore(opened).write({ systemPrompt: 'Be brief.' })
  opened.dispose()
  const image = readFileSync(paths.database)
  rmSync(paths.data, { recursive: true })
  return image
}

type Outcome = { kept: number; read: number; notice: string; codes: string[] }

/** Everything a user would do, over as many starts as it takes until nothing is reported any more. */
function useIt(paths: Paths): Outcome {
  const codes: string[] = []
  for (let start = 1; start <= 3; start++) {
    const opened = openDatabase({ paths, clock, log: silentLog })
    try {
      const store = createChatStore({ db: opened.db, clock })
      store.recoverInterrupted()
      const read = store.listChats().flatMap((chat) => store.conversation(chat.id)).length
      store.search('amber birch')
      createSettingsStore(opened).read()
      const kept = Number(opened.db.prepare('SELECT count(*) FROM message').pluck().get()) - (start - 1) * 2
      fillChats(store, { chats: 1, turns: 1, words: 9, seed: 100 + start })
      return { kept, read, notice: opened.notice?.kind ?? 'none', codes }
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'DATA_DAMAGED') throw error
      codes.push(error.code)
    } finally {
      opened.dispose()
    }
  }
  throw new Error('three starts were not enough')
}

function damagedCopy(image: Buffer): Paths {
  const paths = tempPaths()
  mkdirSync(paths.data, { recursive: true })
  writeFileSync(paths.database, image)
  return paths
}

test('D7 a byte flipped at any of 500 places: nothing crashes, and what is there is kept', { timeout: 400_000 }, () => {
  const image = populated()
  const random = seededRandom(7)
  const outcomes = new Map<string, number>()
  for (let round = 0; round < 500; round++) {
    const at = Math.floor(random() * image.length)
    const flipped = Buffer.from(image)
    flipped.writeUInt8(flipped.readUInt8(at) ^ (1 + Math.floor(random() * 255)), at)
    const paths = damagedCopy(flipped)
    const { kept, read, notice } = useIt(paths)
    rmSync(paths.data, { recursive: true })
    outcomes.set(notice, (outcomes.get(notice) ?? 0) + 1)
    expect({ at, enough: kept >= messages * 0.9 && read >= messages * 0.9, notice }).toEqual({
      at,
      enough: true,
      notice: expect.stringMatching(/none|salvaged/),
    })
  }
  process.stdout.write(`D7 ${JSON.stringify(Object.fromEntries(outcomes))}\n`)
  expect(outcomes.get('salvaged')).toBeGreaterThan(50)
})

test.each([
  ['zeros', () => Buffer.alloc(pageSize)],
  ['noise', (random: () => number) => Buffer.from(Array.from({ length: pageSize }, () => Math.floor(random() * 256)))],
])('D7 one page of %s, whichever it is, costs at most a tenth of the messages', { timeout: 400_000 }, (_, fill) => {
  const image = populated()
  const random = seededRandom(77)
  const losses: number[] = []
  for (let page = 0; page < image.length / pageSize; page++) {
    const damaged = Buffer.from(image)
    fill(random).copy(damaged, page * pageSize)
    const paths = damagedCopy(damaged)
    const { kept, read } = useIt(paths)
    rmSync(paths.data, { recursive: true })
    losses.push(messages - kept)
    expect({ page, enough: kept >= messages * 0.9 && read >= messages * 0.9 }).toEqual({ page, enough: true })
  }
  // Some pages hold messages: were nothing ever lost, the damage would not have been done.
  expect(Math.max(...losses)).toBeGreaterThan(0)
})
