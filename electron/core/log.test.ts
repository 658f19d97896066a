import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createFileLog } from './log.ts'
import type { FileLog } from './log.ts'

const open: FileLog[] = []
afterEach(() => {
  for (const log of open.splice(0)) log.dispose()
})
function start(folder = join(mkdtempSync(join(tmpdir(), 'ingle-log-')), 'logs')) {
  const log = createFileLog(folder)
  open.push(log)
  return { log, folder, file: join(folder, 'ingle.log') }
}
const events = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { msg: string }).msg)

test('nothing is written before the folder is ours; then what was held back comes first', async () => {
  const { log, folder, file } = start()
  log.info('one')
  expect(existsSync(folder)).toBe(false)
  expect(events(await log.tail())).toEqual(['one'])
  log.open()
  log.warn('two')
  log.open()
  log.error('three', { error: new Error('no') })
  expect(events(readFileSync(file, 'utf8'))).toEqual(['one', 'two', 'three'])
  expect(events(await log.tail())).toEqual(['one', 'two', 'three'])
})

test.skipIf(process.platform === 'win32')('the file is its owner’s alone', () => {
  const { log, file } = start()
  log.open()
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a start that does not get the folder leaves a long log of the running app where it is', () => {
  const running = start()
  running.log.open()
  truncateSync(running.file, 6_000_000)
  const second = start(running.folder)
  second.log.info('refused')
  second.log.clear()
  expect(statSync(running.file).size).toBe(6_000_000)
  expect(existsSync(`${running.file}.1`)).toBe(false)
})

test('a long log is put aside at the start, three of them are kept, and clearing forgets them all', async () => {
  const { folder, file } = start()
  mkdirSync(folder, { recursive: true })
  for (let run = 0; run < 5; run++) {
    const { log } = start(folder)
    log.open()
    log.info(`run ${run}`)
    truncateSync(file, 5_000_001)
  }
  expect([1, 2, 3, 4].map((n) => existsSync(`${file}.${n}`))).toEqual([true, true, true, false])
  const { log } = start(folder)
  log.open()
  log.clear()
  expect([1, 2, 3].map((n) => existsSync(`${file}.${n}`))).toEqual([false, false, false])
  expect(await log.tail()).toBe('')
})
