import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test as base } from '@playwright/test'
import { desktopObstacle, electronBinary, launchDesktop, type RunningDesktop } from './launch-desktop.ts'

const obstacle = desktopObstacle()
const root = join(import.meta.dirname, '..', '..')

const test = base.extend<{ data: string; desktop: RunningDesktop }>({
  data: async ({ browserName: _ }, use) => {
    const data = mkdtempSync(join(tmpdir(), 'ingle-desktop-'))
    await use(data)
    rmSync(data, { recursive: true, force: true })
  },
  desktop: async ({ data }, use) => {
    const desktop = await launchDesktop({ data, engine: 'fake' })
    await use(desktop)
    await desktop.stop()
  },
})

test.skip(obstacle !== null, obstacle ?? '')

test('the page comes from our own scheme and has nothing of Node or Electron', async ({ desktop: { page } }) => {
  expect(new URL(page.url()).protocol).toBe('app:')
  const seen = await page.evaluate(() => ({
    names: ['require', 'process', 'module', 'Buffer', 'ipcRenderer'].filter((name) => name in globalThis),
    bridge: Object.keys(Reflect.get(globalThis, 'ingle') as object).sort(),
  }))
  expect(seen).toEqual({ names: [], bridge: ['dropFiles', 'onAction'] })
})

test('E11 code made of text and everything remote are blocked', async ({ desktop: { page } }) => {
  const outcomes = await page.evaluate(async () => {
    const violated: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => violated.push(event.effectiveDirective))
    const image = new Image()
    image.src = 'https://example.com/x.png'
    const attempts: [string, () => unknown][] = [
      ['eval', () => Reflect.get(globalThis, 'eval')('1')],
      ['fetch', () => fetch('https://example.com/')],
      ['socket', () => new WebSocket('wss://example.com/')],
    ]
    const refused: string[] = []
    for (const [name, attempt] of attempts) {
      try {
        await attempt()
      } catch {
        refused.push(name)
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 0))
    return { refused, violated: [...new Set(violated)].sort() }
  })
  expect(outcomes.refused).toEqual(expect.arrayContaining(['eval', 'fetch']))
  expect(outcomes.violated).toEqual(expect.arrayContaining(['connect-src', 'img-src']))
})

test('E3 the page and what is not there carry the policy', async ({ desktop: { page } }) => {
  const policies = await page.evaluate(async () =>
    Promise.all(['/', '/nothing.js'].map(async (path) => (await fetch(path)).headers.get('content-security-policy'))),
  )
  expect(policies.map((policy) => policy?.startsWith("default-src 'none'"))).toEqual([true, true])
})

test('E9 a second start ends by itself and the first goes on', async ({ desktop: { page }, data }) => {
  const second = spawnSync(electronBinary() ?? '', [root, '--models', '/'], {
    env: { ...process.env, INGLE_DATA: data, INGLE_ENGINE: 'fake' },
    timeout: 30_000,
  })
  expect(second.status).toBe(0)
  expect(await page.evaluate(() => document.readyState)).toBe('complete')
})

test('quitting frees the data folder', async ({ data }) => {
  const desktop = await launchDesktop({ data, engine: 'fake' })
  expect(existsSync(join(data, 'run', 'instance.json'))).toBe(true)
  await desktop.stop()
  expect(existsSync(join(data, 'run', 'instance.json'))).toBe(false)
})
