// A process of its own, for data folders that only it can see: `node folder-child.ts <what> <data folder>`. Prints what
// came of it as one line of JSON.
import { createChatStore } from '../../chat/chat-store.ts'
import { systemClock as clock } from '../../clock.ts'
import { openDatabase } from '../open.ts'
import { pathsIn, silentLog } from './data-folder.ts'
import { fillChats } from './sample-data.ts'

const [, , what = '', folder = ''] = process.argv

function codeOf(work: () => void): string {
  try {
    work()
    return 'none'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}

function open(seed: number, chats: number): object {
  const { db, notice, dispose } = openDatabase({ paths: pathsIn(folder), clock, log: silentLog })
  const store = createChatStore({ db, clock })
  const code = codeOf(() => {
    fillChats(store, { chats, turns: 10, words: 200, seed })
  })
  const answers = store.recoverInterrupted().length
  const left = codeOf(dispose)
  return { code, answers, left, notice }
}

function count(): object {
  const { db, notice, dispose } = openDatabase({ paths: pathsIn(folder), clock, log: silentLog })
  const store = createChatStore({ db, clock })
  const read = store.listChats().flatMap((chat) => store.conversation(chat.id)).length
  const messages = Number(db.prepare('SELECT count(*) FROM message').pluck().get())
  const check = db.pragma('integrity_check', { simple: true })
  dispose()
  return { messages, read, check, notice }
}

let result: object = {}
const code = codeOf(() => {
  result = what === 'count' ? count() : open(what === 'fill' ? 1 : 2, what === 'fill' ? 1000 : 1)
})
process.stdout.write(`${JSON.stringify({ opened: code, ...result })}\n`)
