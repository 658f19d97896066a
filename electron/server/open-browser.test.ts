import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { mayOpenBrowser, openBrowser } from './open-browser.ts'

let folder: string
const usualMask = process.umask()
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ingle-browser-'))
})
afterEach(() => {
  process.umask(usualMask)
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

test.skipIf(process.platform === 'win32')(
  'a browser starts with the user’s own mask, and ours stays as it is',
  async () => {
    const said = join(folder, 'said')
    writeFileSync(
      join(folder, 'xdg-open'),
      `#!/bin/sh\necho "$1 $(umask)" > '${said}.new' && mv '${said}.new' '${said}'\n`,
    )
    chmodSync(join(folder, 'xdg-open'), 0o700)
    vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`)
    process.umask(0o077)
    openBrowser('http://127.0.0.1:1/', 'linux', 0o022)
    expect(process.umask()).toBe(0o077)
    await vi.waitFor(() => expect(readFileSync(said, 'utf8')).toBe('http://127.0.0.1:1/ 0022\n'), { timeout: 10_000 })
  },
)

test.each([
  [true, { DISPLAY: ':0' }, true],
  [true, {}, false],
  [false, { DISPLAY: ':0' }, false],
  [true, { DISPLAY: ':0', CI: 'true' }, false],
  [true, { DISPLAY: ':0', SSH_CONNECTION: '1' }, false],
])('a browser is opened only where somebody sits: terminal %s, %j', (isTerminal, env, expected) => {
  expect(mayOpenBrowser(isTerminal, env, 'linux')).toBe(expected)
})
