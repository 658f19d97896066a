import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFakeClock } from '../fake-clock.ts'
import { createHeaderReader } from './header-reader.ts'
import type { HeaderReader } from './header-reader.ts'

let folder: string
let reader: HeaderReader
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ingle-reader-'))
})
afterEach(() => {
  reader.dispose()
  rmSync(folder, { recursive: true, force: true })
})

const look = (words: string) => `{ facts: null, problem: { code: 'MODEL_DAMAGED', message: ${words} } }`
/** A thread that says ready, hangs or dies on files of these names, and else answers with the name and its own number. */
const thread = `
  import { parentPort, threadId } from 'node:worker_threads'
  parentPort.on('message', (file) => {
    if (file === 'hangs') return
    if (file === 'kills') process.exit(1)
    // What a header says is never taken for what became of the reading.
    parentPort.postMessage({ type: 'looked', look: ${look("file + ' ' + threadId")} })
  })
  parentPort.postMessage({ type: 'ready' })`

function start(code: string) {
  const workerFile = join(folder, 'worker.mjs')
  writeFileSync(workerFile, code)
  const clock = createFakeClock()
  reader = createHeaderReader({ workerFile, clock })
  return clock
}
const wordsOf = (reading: Awaited<ReturnType<HeaderReader['look']>>): string =>
  reading.kind === 'read' ? (reading.look.problem?.message ?? '') : reading.why

test('a header that takes too long, or ends the thread, costs its own file; the next gets a new thread', async () => {
  const clock = start(thread)
  const first = wordsOf(await reader.look('a'))
  const hanging = reader.look('hangs')
  await clock.advanceAsync(10_000)
  expect(await hanging).toEqual({ kind: 'unread', why: 'too-slow' })
  const second = wordsOf(await reader.look('a'))
  expect(await reader.look('kills')).toEqual({ kind: 'unread', why: 'ended' })
  const third = wordsOf(await reader.look('a'))
  expect(new Set([first, second, third]).size).toBe(3)
  expect([first, second, third]).toEqual(Array(3).fill(expect.stringMatching(/^a \d+$/)))
})

test('what a header says of itself does not cost the thread that read it', async () => {
  start(thread.replace("file + ' ' + threadId", "'too-slow ended ' + threadId"))
  expect(wordsOf(await reader.look('a'))).toBe(wordsOf(await reader.look('a')))
})

test('the time that the thread takes to start is not counted against the file', async () => {
  const gate = join(folder, 'gate')
  const clock = start(`
    import { existsSync } from 'node:fs'
    import { setTimeout } from 'node:timers/promises'
    while (!existsSync(${JSON.stringify(gate)})) await setTimeout(5)
    ${thread}`)
  const reading = reader.look('a')
  await clock.advanceAsync(59_000)
  writeFileSync(gate, '')
  expect(await reading).toMatchObject({ kind: 'read' })
})
