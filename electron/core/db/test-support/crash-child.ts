// A process of its own, to be killed at any moment: `node crash-child.ts <what> <data folder>`. What is durable is
// reported on standard output, one line each, before anything else is done.
import { writeSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { ModelId } from '../../../contract/ids.ts'
import { type ChatStore, createChatStore } from '../../chat/chat-store.ts'
import { systemClock } from '../../clock.ts'
import type { Clock } from '../../ports.ts'
import { uuid7 } from '../../uuid7.ts'
import { migrations } from '../migrations.ts'
import { openDatabase, type OpenDatabase } from '../open.ts'
import { pathsIn, silentLog } from './data-folder.ts'
import { slowMigration } from './slow-migration.ts'

const [, , what = '', folder = ''] = process.argv
const model = { id: 'starter' as ModelId, name: 'Starter' }
const day = 86_400_000
/** Stands for the second between two writes of the app. */
const saveEveryMs = 30

let days = 0
const clock: Clock = { ...systemClock, now: () => Date.now() + days * day }

function report(...words: readonly (string | number)[]): void {
  writeSync(1, `${words.join(' ')}\n`)
}

function open(steps = migrations): OpenDatabase {
  return openDatabase({ paths: pathsIn(folder), clock, log: silentLog, migrations: steps })
}

/** Answers that stream, one after the other; of each word it is said that it was shown, and later that it was saved. */
async function stream(store: ChatStore): Promise<void> {
  let chat = null
  for (let turn = 0; ; turn++) {
    const text = `question ${turn}`
    const asked = store.addTurn({
      chat: turn % 3 === 0 ? null : chat,
      title: text,
      text,
      key: uuid7(clock.now()),
      model,
    })
    chat = asked.chat
    report('asked', asked.answer, asked.chat)
    let unsaved: string[] = []
    let saved = clock.monotonic()
    const words = 40 + ((turn * 37) % 90)
    for (let word = 1; word <= words; word++) {
      unsaved.push(`w${word} `)
      report('shown', asked.answer, word)
      await wait(1)
      if (clock.monotonic() - saved < saveEveryMs) continue
      store.appendChunks(asked.answer, [{ kind: 'text', text: unsaved.join('') }])
      report('saved', asked.answer, word)
      unsaved = []
      saved = clock.monotonic()
    }
    const tail = [{ kind: 'text' as const, text: unsaved.join('') }]
    store.finishAnswer(asked.answer, { reason: 'end', stats: null, error: null, tail })
    report('saved', asked.answer, words)
  }
}

async function copy(opened: OpenDatabase): Promise<void> {
  for (;;) {
    days += 1
    report((await opened.backUpDaily()) ? 'copied' : 'failed')
  }
}

async function erase(store: ChatStore): Promise<void> {
  for (const { id } of store.listChats()) {
    store.trash(id)
    store.erase(id)
    report('erased', id)
    await wait(1)
  }
}

function vacuum({ db }: OpenDatabase): void {
  for (let round = 0; ; round++) {
    db.exec('VACUUM')
    report('vacuumed', round)
  }
}

async function set(opened: OpenDatabase): Promise<void> {
  // Only here: it takes as long to load as all the rest.
  const { createSettingsStore } = await import('../../settings/settings-store.ts')
  const settings = createSettingsStore(opened)
  for (let round = 1; ; round++) {
    settings.write({ topK: round % 1000, seed: round, systemPrompt: `round ${round}` })
    report('set', round)
    if (round % 10 === 0) settings.remove(['theme'])
  }
}

async function main(): Promise<void> {
  // What is tested in these two is the opening itself.
  if (what === 'migrate' || what === 'repair') report('ready')
  const opened = open(what === 'migrate' ? [...migrations, slowMigration] : migrations)
  const store = createChatStore({ db: opened.db, clock })
  store.recoverInterrupted()
  report('ready')
  if (what === 'stream') await stream(store)
  if (what === 'copy') await copy(opened)
  if (what === 'erase') await erase(store)
  if (what === 'vacuum') vacuum(opened)
  if (what === 'set') await set(opened)
  report('finished')
  await wait(60_000)
}

await main()
