import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, vi } from 'vitest'
import type { ChatDetail } from '../../electron/contract/chat.ts'
import type { ChatId } from '../../electron/contract/ids.ts'
import type { Client } from '../../electron/contract/index.ts'
import { tinyLlama } from './gguf/tiny-llama.ts'
import { createRandom } from './gguf/random.ts'
import { connectTo } from './rpc-client.ts'
import { startWebHost } from './web-host.ts'

/** Text is written once a second; the quarter more is what two busy cores may need for it. */
const mayLoseMs = 1250

type Seen = { at: number; length: number }

async function model(rpc: Client) {
  for await (const event of await rpc.models.list()) {
    const usable = event.models.find(({ problem }) => problem === null)
    if (!event.scanning && usable) return usable.id
  }
  throw new Error('no model')
}

async function detail(rpc: Client, chat: ChatId): Promise<ChatDetail> {
  for await (const event of await rpc.chat.attach({ chat })) if (event.type === 'snapshot') return event.detail
  throw new Error(`chat ${chat} is gone`)
}

const children = (pid: number): number[] =>
  readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
const lives = (pid: number): boolean => {
  try {
    // A zombie has ended; only its parent has not asked yet.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** Follows an answer and notes how much of it this page had at which time. */
async function follow(rpc: Client, chat: ChatId, seen: Seen[], begun: () => void): Promise<void> {
  let length = 0
  for await (const event of await rpc.chat.attach({ chat })) {
    if (event.type !== 'delta') continue
    seen.push({ at: performance.now(), length: (length += event.text.length) })
    begun()
  }
}

type Last = { chat: ChatId; kept: number }

/** What is wrong with the answer that the last kill cut, one line each. */
async function faults(rpc: Client, { chat, kept }: Last): Promise<string[]> {
  const answer = (await detail(rpc, chat)).messages.at(-1)
  const length = answer?.parts.map(({ text }) => text).join('').length ?? 0
  const cut = answer?.state.phase === 'done' && answer.state.reason === 'cut'
  return [
    ...(cut ? [] : [`it is not marked as cut but ${JSON.stringify(answer?.state)}`]),
    ...(length >= kept ? [] : [`${length} characters are left of ${kept}`]),
  ]
}

async function chatsIn(rpc: Client): Promise<ChatId[]> {
  for await (const event of await rpc.chat.list())
    if (event.type === 'all') return event.chats.map(({ id }) => id).toSorted()
  throw new Error('no list')
}

/**
 * Starts the app, ends it and its engine with `kill -9` in the middle of an answer, and looks at what is left, so many
 * times over. Several apps, each with a data folder of its own, live through it side by side: most of the time is waiting.
 */
export async function killWhileAnswering(kills: number, sideBySide: number): Promise<void> {
  const share = Math.ceil(kills / sideBySide)
  const shares = Array.from({ length: sideBySide }, (_, i) => Math.min(share, kills - i * share))
  // All come to their end before one that failed is told: nothing is left running.
  const ends = await Promise.allSettled(shares.map((rounds, i) => killOneApp(rounds, i + 1)))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

async function killOneApp(kills: number, seed: number): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'ingle-kill-'))
  mkdirSync(join(data, 'models'))
  writeFileSync(join(data, 'models', 'tiny.gguf'), tinyLlama())
  const random = createRandom(seed)
  const chats: ChatId[] = []
  let last: Last | null = null

  for (let round = 0; round <= kills; round++) {
    const host = await startWebHost({ data, engine: 'fake' })
    const { rpc, close } = await connectTo(host.link)
    expect(await chatsIn(rpc)).toEqual(chats.toSorted())
    expect(last === null ? [] : await faults(rpc, last)).toEqual([])
    if (round === kills) {
      close()
      await host.stop()
      break
    }
    const text = '/tps 300 /long 100000'
    const { chat } = await rpc.chat.send({ chat: null, text, model: await model(rpc), key: crypto.randomUUID() })
    chats.push(chat)
    const seen: Seen[] = []
    await new Promise<void>((resolve) => void follow(rpc, chat, seen, resolve).catch(() => {}))
    // Late enough that there is text which has to be there again.
    await new Promise((resolve) => setTimeout(resolve, mayLoseMs + 50 + random() * 1700))
    const engine = children(host.process.pid ?? 0)
    const killedAt = performance.now()
    // Every other time the engine is left alone: it has to notice by itself that it is an orphan.
    if (round % 2 === 0) for (const pid of engine) process.kill(pid, 'SIGKILL')
    await host.kill()
    close()
    last = { chat, kept: seen.findLast(({ at }) => at < killedAt - mayLoseMs)?.length ?? 0 }
    expect(last.kept).toBeGreaterThan(0)
    await vi.waitFor(() => expect(engine.filter(lives)).toEqual([]), { timeout: 5000 })
    const db = new Database(join(data, 'ingle.db'))
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    db.close()
  }
  rmSync(data, { recursive: true, force: true })
}
