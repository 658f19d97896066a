import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runServer } from './test-support/run-server.ts'

let folder: string
const cleanups: (() => unknown)[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ingle-start-'))
})
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
  rmSync(folder, { recursive: true, force: true })
})

function run(data: string, args: readonly string[] = [], more: Readonly<Record<string, string>> = {}) {
  const host = runServer(data, args, more)
  cleanups.push(host.stop)
  return host
}
async function start(data: string) {
  const host = run(data)
  await host.ready
  return host
}
const lines = (text: string): string[] => text.trim().split('\n')
const refusal = 'Ingle could not start: The data folder cannot be written to.'

test.each(['file/data', 'file'])('D6 a data folder at %s, where a file is, is said in one plain line', async (path) => {
  writeFileSync(join(folder, 'file'), '')
  const { code, out, err } = await run(join(folder, path)).ended
  expect({ code, out, lines: lines(err).length }).toEqual({ code: 1, out: '', lines: 1 })
  expect(err).toContain(refusal)
  expect(err).toContain(`(DATA_READ_ONLY: ${join(folder, path)})`)
})

/** Modes do not stop root, and not every disk has the flag that does; where neither works the test is counted as skipped. */
function protect(path: string): (() => void) | null {
  if (process.platform !== 'linux') return null
  if (process.getuid?.() !== 0) {
    chmodSync(path, 0o500)
    return () => chmodSync(path, 0o700)
  }
  return spawnSync('chattr', ['+i', path]).status === 0 ? () => void spawnSync('chattr', ['-i', path]) : null
}
function canProtect(): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'ingle-start-'))
  const undo = protect(probe)
  undo?.()
  rmSync(probe, { recursive: true })
  return undo !== null
}

test.skipIf(!canProtect())(
  'D6 a data folder that is read-only is said in one plain line, and stays as it is',
  async () => {
    const data = join(folder, 'data')
    await (await start(data)).stop()
    const log = join(data, 'logs', 'ingle.log')
    const before = readFileSync(log, 'utf8')
    cleanups.push(protect(data) ?? (() => undefined))
    const { code, err } = await run(data).ended
    expect({ code, lines: lines(err).length }).toEqual({ code: 1, lines: 1 })
    expect(err).toContain(refusal)
    expect(readFileSync(log, 'utf8')).toBe(before)
  },
)

test('a second start prints a fresh link and leaves the long log of the first where it is', async () => {
  const data = join(folder, 'data')
  await start(data)
  const log = join(data, 'logs', 'ingle.log')
  appendFileSync(log, `${'x'.repeat(6_000_000)}\n`)
  const { ino } = statSync(log)
  const { code, out } = await run(data).ended
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringMatching(/^Ingle is running already\. Open this link: \S+#code=/),
  })
  expect(existsSync(`${log}.1`)).toBe(false)
  expect(statSync(log)).toMatchObject({ ino, size: expect.toSatisfy((size: number) => size > 6_000_000) })
})

test('why there is no window is said where the app starts in the browser, and not where it runs already', async () => {
  const data = join(folder, 'data')
  const why = { INGLE_NO_WINDOW: 'there is no display' }
  const first = run(data, [], why)
  await first.ready
  const second = await run(data, [], why).ended
  expect({ ...second, out: lines(second.out) }).toEqual({
    code: 0,
    out: [expect.stringContaining('Ingle is running already.')],
    err: '',
  })
  expect((await first.stop()).err).toBe('Starting in the browser instead of a window: there is no display.\n')
})

test.each([
  ['there is no folder', 'no/such/models'],
  ['is not a folder', 'file'],
])('--models that %s: one line, and nothing is made', async (words, path) => {
  writeFileSync(join(folder, 'file'), '')
  const models = join(folder, path)
  const { code, err } = await run(join(folder, 'data'), ['--models', models]).ended
  expect({ code, lines: lines(err).length }).toEqual({ code: 1, lines: 1 })
  expect(err).toContain(words)
  expect(err).toContain(models)
  expect([existsSync(join(folder, 'no')), existsSync(join(folder, 'data'))]).toEqual([false, false])
})

test('without --models the usual folder is made', async () => {
  await start(join(folder, 'data'))
  expect(existsSync(join(folder, 'data', 'models'))).toBe(true)
})

/** Files and folders that anybody but their owner may look into. */
const openToOthers = (root: string): string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => (statSync(join(root, name)).mode & 0o077) !== 0,
  )

test.skipIf(process.platform === 'win32')(
  'in a data folder that everybody may look into, nothing of ours can be read by others, nor what was left open',
  async () => {
    const data = join(folder, 'data')
    const mask = process.umask(0o022)
    cleanups.push(() => process.umask(mask))
    mkdirSync(data, { mode: 0o755 })
    const first = await start(data)
    expect(readdirSync(data)).toEqual(expect.arrayContaining(['ingle.db', 'ingle.db-wal', 'ingle.db-shm', 'lock.db']))
    expect(openToOthers(data)).toEqual([])
    await first.stop()
    for (const name of ['ingle.db', 'lock.db']) chmodSync(join(data, name), 0o644)
    for (const name of ['logs', 'backups', 'run']) chmodSync(join(data, name), 0o755)
    await start(data)
    expect(openToOthers(data)).toEqual([])
    expect(statSync(data).mode & 0o777).toBe(0o755)
  },
)
