import { expect } from 'vitest'
import type { MessageId } from '../../../contract/ids.ts'
import { createChatStore } from '../../chat/chat-store.ts'
import { createFakeClock } from '../../fake-clock.ts'
import type { Paths } from '../../ports.ts'
import { openDatabase } from '../open.ts'
import { runAndKill } from './crash-run.ts'
import { silentLog } from './data-folder.ts'
import { seededRandom } from './sample-data.ts'

const longestMs = 400

/** Kills a writing process again and again, in one data folder, and looks each time at what is there. */
export async function crashWhileStreaming(paths: Paths, kills: number, seed: number): Promise<void> {
  const random = seededRandom(seed)
  const saved = new Map<string, { words: number; chat: string }>()
  const shown = new Map<string, number>()
  let cutWithText = 0
  for (let kill = 0; kill < kills; kill++) {
    for (const [event, answer = '', value = ''] of await runAndKill('stream', paths.data, random() * longestMs)) {
      if (event === 'asked') saved.set(answer, { words: 0, chat: value })
      if (event === 'shown') shown.set(answer, Number(value))
      if (event === 'saved') saved.set(answer, { words: Number(value), chat: saved.get(answer)?.chat ?? '' })
    }
    cutWithText += look(paths, saved, shown)
  }
  // Were nothing ever cut off in the middle, these were not random moments.
  expect(saved.size).toBeGreaterThan(kills / 4)
  expect(cutWithText).toBeGreaterThan(kills / 10)
}

function look(
  paths: Paths,
  saved: ReadonlyMap<string, { words: number; chat: string }>,
  shown: ReadonlyMap<string, number>,
): number {
  const opened = openDatabase({ paths, clock: createFakeClock(), log: silentLog })
  try {
    expect(opened.notice).toBeNull()
    expect(opened.db.pragma('integrity_check', { simple: true })).toBe('ok')
    const store = createChatStore({ db: opened.db, clock: createFakeClock() })
    const cut = store.recoverInterrupted()
    const chats = new Set<string>(store.listChats().map((chat) => chat.id))
    for (const [answer, { words, chat }] of saved) {
      const message = store.getMessage(answer as MessageId)
      const text = message.parts.map((part) => part.text).join('')
      const kept = text === '' ? 0 : text.trimEnd().split(' ').length
      // Every word in its place, all that was saved, and nothing that was never written.
      expect(text).toBe(Array.from({ length: kept }, (_, word) => `w${word + 1} `).join(''))
      expect(kept).toBeGreaterThanOrEqual(words)
      expect(kept).toBeLessThanOrEqual((shown.get(answer) ?? 0) + 1)
      expect(chats.has(chat)).toBe(true)
      expect(message.state).toMatchObject({ phase: 'done' })
    }
    return cut.filter((id) => store.getMessage(id).parts.length > 0).length
  } finally {
    opened.dispose()
  }
}
