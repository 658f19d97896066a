import { expect, test } from 'vitest'
import { ModelId } from '../../contract/ids.ts'
import { createChatStore } from '../chat/chat-store.ts'
import { createFakeClock } from '../fake-clock.ts'
import { createSettingsStore } from '../settings/settings-store.ts'
import { openDatabase } from './open.ts'
import { dumpData } from './test-support/dump.ts'
import { fillChats } from './test-support/sample-data.ts'
import { silentLog } from './test-support/data-folder.ts'
import { openTestDatabase, tempPaths } from './test-support/test-data.ts'

const clock = createFakeClock()
const model = { id: ModelId.parse('starter'), name: 'Starter' }
const long = (text: string) => `${text} `.repeat(600)

function startStore() {
  const paths = tempPaths()
  const { db } = openTestDatabase({ paths, clock })
  const store = createChatStore({ db, clock })
  fillChats(store, { chats: 2, turns: 3, words: 40 })
  return { db, paths, store, settings: createSettingsStore({ db }) }
}

/** Everything that writes, in an order in which each can fail; `n` makes each run's texts its own. */
function writes({ store, settings }: Pick<ReturnType<typeof startStore>, 'store' | 'settings'>, n: number) {
  const key = `88888888-0000-4000-8000-${String(n).padStart(12, '0')}`
  const turn = () => store.addTurn({ chat: null, title: long('title'), text: long(`question ${n}`), key, model })
  const sent = () => {
    const found = store.findSend(key)
    if (found === null) throw new Error('the question is not stored')
    return found
  }
  const answer = () => sent().answer
  const chat = () => sent().chat
  return [
    turn,
    () => store.appendChunks(answer(), [{ kind: 'text', text: long('written') }]),
    () =>
      store.finishAnswer(answer(), {
        reason: 'end',
        stats: null,
        error: null,
        tail: [{ kind: 'text', text: long('the end') }],
      }),
    () => store.rename(chat(), long('renamed')),
    () => settings.write({ systemPrompt: long('prompt') }),
    () => store.trash(chat()),
    () => store.erase(chat()),
  ]
}

test('D5 a disk that is full at any write is named as such, and the write that failed changed nothing', () => {
  const started = startStore()
  const { db } = started
  const failures = [0, 0, 0, 0, 0, 0, 0]
  // With more room a write comes further before it fails.
  for (let room = 0; room < 5; room++) {
    writes(started, room).forEach((write, step) => {
      // Room that was freed earlier would be room, too.
      db.exec('VACUUM')
      const before = dumpData(db)
      db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + room}`)
      const error = attempt(write)
      db.pragma('max_page_count = 1073741823')
      if (error === null) return
      failures[step] = (failures[step] ?? 0) + 1
      expect(error).toMatchObject({ code: 'DATA_DISK_FULL' })
      expect(dumpData(db)).toEqual(before)
      write()
    })
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  }
  // What adds text must have failed at some time; the trash needs next to no room.
  for (const count of failures.slice(0, 5)) expect(count).toBeGreaterThan(0)
  expect(started.store.listChats()).toHaveLength(2)
})

function attempt(work: () => void): unknown {
  try {
    work()
    return null
  } catch (error) {
    return error
  }
}

test('D5 a full disk is no damage: the next start has nothing to repair', () => {
  const paths = tempPaths()
  const opened = openDatabase({ paths, clock, log: silentLog })
  const store = createChatStore({ db: opened.db, clock })
  opened.db.pragma(`max_page_count = ${Number(opened.db.pragma('page_count', { simple: true }))}`)
  const full = expect.objectContaining({ code: 'DATA_DISK_FULL' })
  expect(() => fillChats(store, { chats: 9, turns: 9, words: 90 })).toThrow(full)
  opened.dispose()
  expect(openTestDatabase({ paths, clock }).notice).toBeNull()
})
