import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { alone, processStart } from './alone.mjs'

let folder: string
let lock: string
const children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ingle-alone-'))
  lock = join(folder, 'the.lock')
  vi.spyOn(console, 'error').mockReturnValue(undefined)
})
afterEach(async () => {
  vi.restoreAllMocks()
  for (const child of children.splice(0)) {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  rmSync(folder, { recursive: true, force: true })
})

/** Another command: takes the lock, says "in", and stays until it is told to go on. */
function other(
  work = `process.stdout.write('in\\n'); await new Promise((resolve) => process.stdin.once('data', resolve))`,
) {
  const file = join(folder, `other-${children.length}.mjs`)
  const module = pathToFileURL(join(import.meta.dirname, 'alone.mjs')).href
  writeFileSync(
    file,
    `import { appendFileSync } from 'node:fs'
     import { alone } from '${module}'
     await alone(${JSON.stringify(lock)}, async () => { ${work} })
     process.stdin.destroy()`,
  )
  const child = spawn(process.execPath, [file], { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  return child
}
/** Two busy cores may take their time. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000 })
const said = () => vi.mocked(console.error).mock.calls.map(([line]) => String(line))
const runs = () => alone(lock, () => Promise.resolve('done'))
const left = (content: string) => {
  writeFileSync(lock, content)
  utimesSync(lock, new Date(0), new Date(0))
}
const owner = (more: object) =>
  JSON.stringify({ pid: process.pid, started: processStart(process.pid), token: 't', ...more })

test('a command alone runs at once, says nothing and leaves nothing', async () => {
  expect(await runs()).toBe('done')
  await expect(alone(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect([said(), readdirSync(folder)]).toEqual([[], []])
})

test.each([
  ['is empty', () => ''],
  ['is cut off', () => '{"pid":1'],
  ['names nobody', () => '0'],
])('a lock left behind that %s is no obstacle', async (_, content) => {
  left(content())
  expect(await runs()).toBe('done')
  expect(existsSync(lock)).toBe(false)
})

test('a lock whose number is another process by now is no obstacle', async () => {
  left(owner({ started: 'long ago' }))
  expect(await runs()).toBe('done')
})

test('a lock that is being written at this moment is waited for', async () => {
  writeFileSync(lock, '')
  const later = new Date(Date.now() + 3_600_000)
  utimesSync(lock, later, later)
  let over = false
  const running = runs().then(() => (over = true))
  await eventually(() => expect(existsSync(lock)).toBe(true))
  expect(over).toBe(false)
  writeFileSync(lock, owner({}))
  await eventually(() => expect(said()).toHaveLength(1))
  rmSync(lock)
  await running
  expect(over).toBe(true)
})

test('one line names the command that is waited for, and its end is enough', async () => {
  const first = other()
  await once(first.stdout ?? first, 'data')
  const waiting = runs()
  await eventually(() =>
    expect(said()).toEqual([`Waiting for process ${first.pid}, which is installing or building here.`]),
  )
  expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: first.pid })
  first.stdin?.end('go')
  expect(await waiting).toBe('done')
})

test('a command that was killed holds up nobody', async () => {
  const first = other()
  await once(first.stdout ?? first, 'data')
  const waiting = runs()
  await eventually(() => expect(said()).toHaveLength(1))
  first.kill('SIGKILL')
  expect(await waiting).toBe('done')
})

test('of many that find a lock left behind, never two run at once', async () => {
  left(owner({ started: 'long ago' }))
  const trace = JSON.stringify(join(folder, 'trace'))
  const work = `appendFileSync(${trace}, 'in '); await new Promise((resolve) => setTimeout(resolve, 20)); appendFileSync(${trace}, 'out ')`
  await Promise.all(Array.from({ length: 6 }, () => once(other(work), 'exit')))
  expect(readFileSync(join(folder, 'trace'), 'utf8')).toBe('in out '.repeat(6))
})
