import { mkdirSync, mkdtempSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { failureFile, findElectron, getElectron } from './electron-binary.mjs'
import { desktopObstacle, webHostEnv } from './start.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ingle-start-test-'))
  write('node_modules/electron/package.json', '{"version":"45.0.0"}')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(path: string, content: string): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), content)
  return join(folder, path)
}

test.each([
  [{ platform: 'linux', env: {}, uid: 1000 }, /no display/],
  [{ platform: 'linux', env: { DISPLAY: ':0' }, uid: 0 }, /roo[t]/],
  [{ platform: 'linux', env: { WAYLAND_DISPLAY: 'w' }, uid: 1000 }, /^$/],
  [{ platform: 'darwin', env: {}, uid: 501 }, /^$/],
  [{ platform: 'win32', env: {}, uid: undefined }, /^$/],
])('why the desktop app cannot start: %j', (machine, expected) => {
  expect(desktopObstacle(machine) ?? '').toMatch(expected)
})

test('the web host learns why there is no window, and nothing where it was asked for by name', () => {
  expect(webHostEnv('there is no display')).toMatchObject({ INGLE_NO_WINDOW: 'there is no display' })
  vi.stubEnv('INGLE_NO_WINDOW', 'of an earlier start')
  expect(webHostEnv(undefined)).not.toHaveProperty('INGLE_NO_WINDOW')
  vi.unstubAllEnvs()
})

const installs = `
  const fs = require('node:fs')
  fs.mkdirSync('dist', { recursive: true })
  fs.writeFileSync('dist/version', '45.0.0')
  fs.writeFileSync('dist/electron', '')
  fs.writeFileSync('path.txt', 'electron')`

test('a binary that is not there is downloaded', async () => {
  const script = write('node_modules/electron/install.cjs', installs)
  const binary = join(folder, 'node_modules/electron/dist/electron')
  expect(findElectron(folder)).toBeUndefined()
  expect(await getElectron(folder, { script })).toEqual({ path: binary })
  expect(findElectron(folder)).toBe(binary)
})

test("another version's binary does not count", async () => {
  await getElectron(folder, { script: write('node_modules/electron/install.cjs', installs) })
  write('node_modules/electron/package.json', '{"version":"45.0.1"}')
  expect(findElectron(folder)).toBeUndefined()
})

test('a failed download is explained, remembered for its version, and tried again when asked for', async () => {
  const fails = write('node_modules/electron/install.cjs', `console.error('Error: ENOTFOUND'); process.exit(1)`)
  expect(await getElectron(folder, { script: fails })).toEqual({ missing: expect.stringContaining('ENOTFOUND') })
  write('node_modules/electron/install.cjs', installs)
  expect(await getElectron(folder, { script: fails })).toEqual({ missing: expect.stringContaining('start:desktop') })
  expect(await getElectron(folder, { script: fails, retry: true })).toHaveProperty('path')
  expect(existsSync(failureFile(folder))).toBe(false)
})

test('a download that stands still is given up', async () => {
  const script = write('node_modules/electron/install.cjs', `setInterval(() => {}, 1000)`)
  expect(await getElectron(folder, { script, stallMs: 200 })).toEqual({
    missing: expect.stringContaining('nothing arrived'),
  })
})

/** A process that runs `code` through runAttached, as npm start runs the app. */
function attached(code: string) {
  const module = pathToFileURL(join(import.meta.dirname, 'start.mjs')).href
  const child = write('child.mjs', code)
  const parent = write(
    'parent.mjs',
    `import { runAttached } from '${module}'
     process.exitCode = await runAttached(process.execPath, [${JSON.stringify(child)}, '--port', '1'], process.env)`,
  )
  return spawn(process.execPath, [parent], { stdio: ['ignore', 'pipe', 'inherit'] })
}

test('arguments reach the app and its exit code comes back', async () => {
  const running = attached(`process.exitCode = process.argv.slice(2).join(' ') === '--port 1' ? 7 : 8`)
  const [code] = await once(running, 'close')
  expect(code).toBe(7)
})

test.skipIf(process.platform === 'win32')('Ctrl-C reaches the app, which ends in its own time', async () => {
  const running = attached(`
    process.on('SIGINT', () => { console.log('closing'); process.exit(0) })
    setInterval(() => {}, 1000)
    console.log('up')`)
  let said = ''
  running.stdout.on('data', (chunk: Buffer) => {
    said += String(chunk)
    if (said === 'up\n') running.kill('SIGINT')
  })
  const [code] = await once(running, 'close')
  expect({ code, said }).toEqual({ code: 0, said: 'up\nclosing\n' })
})

test.skipIf(process.platform === 'win32')('the app ends when npm, which started it, is gone', async () => {
  const module = pathToFileURL(join(import.meta.dirname, 'start.mjs')).href
  const child = write('child.mjs', `console.log(process.pid)\nsetInterval(() => {}, 1000)`)
  const starter = write(
    'starter.mjs',
    `import { runAttached } from '${module}'
     await runAttached(process.execPath, [${JSON.stringify(child)}], process.env)`,
  )
  const npm = write(
    'npm.mjs',
    `import { spawn } from 'node:child_process'
     spawn(process.execPath, [${JSON.stringify(starter)}], { stdio: 'inherit', env: { ...process.env, npm_lifecycle_event: 'start' } })`,
  )
  const running = spawn(process.execPath, [npm], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [pid] = (await once(running.stdout, 'data')) as [Buffer]
  running.kill('SIGKILL')
  // The pipe closes when the last process that holds it is gone.
  await once(running.stdout, 'close')
  expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH')
})
