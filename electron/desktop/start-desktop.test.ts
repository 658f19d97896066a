import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../contract/errors.ts'
import { createCore, type Core } from '../core/app.ts'
import { createFakeClock } from '../core/fake-clock.ts'
import type { InstanceAnswer } from '../core/instance/ask-instance.ts'
import { readInstance } from '../core/instance/instance-file.ts'
import type { HostPorts } from '../core/ports.ts'
import {
  app,
  BrowserWindow,
  calls,
  callsOf,
  fake,
  fakeEvent,
  fakeSchemes,
  ipcMain,
  Menu,
  nativeTheme,
  resetElectron,
  session,
} from './electron-double.ts'
import { MessagePortMain } from './electron-double-ports.ts'
import { startDesktop, type DesktopDeps } from './start-desktop.ts'

let data: string
let here: string
let cores: Core[] = []
const usualMask = process.umask()

beforeEach(() => {
  process.umask(0o022)
  resetElectron()
  const root = mkdtempSync(join(tmpdir(), 'ingle-desktop-'))
  data = join(root, 'data')
  here = join(root, 'out', 'main')
  mkdirSync(here, { recursive: true })
  mkdirSync(join(root, 'out', 'renderer'))
  writeFileSync(join(root, 'out', 'renderer', 'index.html'), '<title>Ingle</title>')
})
afterEach(async () => {
  app.emit('before-quit', fakeEvent())
  await Promise.all(cores.map((core) => core.dispose()))
  cores = []
  process.umask(usualMask)
})

type Options = Partial<DesktopDeps> & { answer?: InstanceAnswer | null }
function start({ answer = null, ...more }: Options = {}) {
  const seen: HostPorts[] = []
  const clock = createFakeClock()
  const started = startDesktop({
    async createCore(ports) {
      seen.push(ports)
      // The core runs on the fake clock too: no timer of its own keeps the test alive.
      const core = await createCore(ports)
      cores.push(core)
      return core
    },
    askRunning: () => Promise.resolve(answer),
    clock,
    environment: { INGLE_DATA: data, ...more.environment },
    argv: [],
    platform: 'linux',
    here,
    resourcesPath: join(here, 'resources'),
    killProcess: () => undefined,
    ...Object.fromEntries(Object.entries(more).filter(([name]) => name !== 'environment')),
  })
  return { started, seen, clock }
}
const names = () => calls.map(([name]) => name)

test('what must be settled before Electron is ready is settled before anything is awaited', () => {
  void start()
  const order = names()
  expect(order[0]).toBe('enableSandbox')
  for (const name of ['appendSwitch', 'requestSingleInstanceLock', 'registerSchemesAsPrivileged'])
    expect(order).toContain(name)
  expect(order.indexOf('setPath')).toBeLessThan(order.indexOf('requestSingleInstanceLock'))
  expect(callsOf('setPath').map(([, name, path]) => [name, path])).toEqual(
    ['userData', 'sessionData', 'crashDumps'].map((name) => [name, join(data, 'chromium')]),
  )
  expect(order).not.toContain('BrowserWindow')
})

test.skipIf(process.platform === 'win32')('what the app makes is its owner’s alone from the first folder on', () => {
  mkdirSync(data, { mode: 0o755 })
  void start()
  writeFileSync(join(data, 'made by Chromium'), '')
  expect(['chromium', 'made by Chromium'].map((name) => statSync(join(data, name)).mode & 0o777)).toEqual([
    0o700, 0o600,
  ])
})

test('the whole way: the page is served under the policy, its port answers, the menu is there, the window opens', async () => {
  const { started } = start()
  fake.ready.resolve()
  await started
  const window = BrowserWindow.fakeAll[0]
  if (!window) throw new Error('no window')
  const page = await fakeSchemes.get('app')?.(new Request('app://main/'))
  expect(await page?.text()).toBe('<title>Ingle</title>')
  expect(page?.headers.get('content-security-policy')).toContain("default-src 'none'")
  ipcMain.emit('ingle:connect', { sender: window.webContents, senderFrame: window.webContents.mainFrame })
  expect(window.webContents.mainFrame.fakePosted[0]?.ports[0]).toBeInstanceOf(MessagePortMain)
  expect(ipcMain.fakeHandlers.has('ingle:drop')).toBe(true)
  expect(Menu.fakeApplication).not.toBeNull()
  expect(session.defaultSession.fakeRequest).not.toBeNull()
  expect(session.defaultSession.fakeBeforeRequest).not.toBeNull()
  expect(readInstance(join(data, 'run'))?.kind).toBe('desktop')
  expect(nativeTheme.themeSource).toBe('system')
})

test('a session that something makes later is closed like the first', async () => {
  const { started } = start()
  fake.ready.resolve()
  await started
  const other = new (session.defaultSession.constructor as new () => typeof session.defaultSession)()
  app.emit('session-created', other)
  expect(other.fakeRequest).not.toBeNull()
  expect(other.fakeBeforeRequest).not.toBeNull()
})

test('the start command learns when the window is there', async () => {
  const file = join(data, '..', 'ready')
  const { started } = start({ environment: { INGLE_READY_FILE: file } })
  fake.ready.resolve()
  await started
  expect(() => readFileSync(file)).toThrow('ENOENT')
  BrowserWindow.fakeAll[0]?.emit('ready-to-show')
  expect(readFileSync(file, 'utf8')).toBe(String(process.pid))
})

test('a packaged app writes no file that an environment names', async () => {
  app.isPackaged = true
  const file = join(data, '..', 'ready')
  const { started } = start({ environment: { INGLE_READY_FILE: file } })
  fake.ready.resolve()
  await started
  BrowserWindow.fakeAll[0]?.emit('ready-to-show')
  expect(() => readFileSync(file)).toThrow('ENOENT')
})

test('the core gets what the desktop can do, and the folders of a checkout', async () => {
  const { started, seen } = start({ argv: ['.', '--models', here] })
  fake.ready.resolve()
  await started
  expect(seen[0]).toMatchObject({
    kind: 'desktop',
    capabilities: ['pickFile', 'revealInFolder', 'openLink', 'dropFiles'],
    modelsFolder: here,
    paths: {
      data,
      models: join(data, 'models'),
      resources: join(here, '..', '..', 'resources'),
      licences: join(here, '..', 'licences.json'),
      page: join(here, '..', 'renderer'),
    },
  })
})

test.each([
  ['a folder that is not there', ['--models', '/nowhere/models'], '--models: there is no folder /nowhere/models'],
  ['no folder', ['.', '--models'], '--models wants a folder'],
  ['an empty name', ['--models='], '--models wants a folder'],
])('--models with %s is said in one line, and nothing is made', async (_, argv, words) => {
  const { started, seen } = start({ argv })
  await started
  expect(callsOf('showErrorBox')).toEqual([['showErrorBox', 'Ingle could not start', words]])
  expect(callsOf('exit')).toEqual([['exit', 1]])
  expect(seen).toEqual([])
  expect([existsSync('/nowhere'), existsSync(data)]).toEqual([false, false])
})

test('D6 a data folder that cannot be made is said in plain words, before Electron is ready', async () => {
  writeFileSync(join(data, '..', 'file'), '')
  const folder = join(data, '..', 'file', 'data')
  const { started, seen } = start({ environment: { INGLE_DATA: folder } })
  await started
  expect(callsOf('showErrorBox')[0]?.[2]).toMatch(/cannot be written to.*\n\n.*file.data$/s)
  expect(callsOf('exit')).toEqual([['exit', 1]])
  expect(seen).toEqual([])
})

test('the log of the running app is left alone when its data cannot be opened', async () => {
  mkdirSync(join(data, 'logs'), { recursive: true })
  const file = join(data, 'logs', 'ingle.log')
  writeFileSync(file, 'x'.repeat(5_000_000))
  const { started } = start({ createCore: () => Promise.reject(new AppError('DATA_LOCKED', 'Open elsewhere')) })
  fake.ready.resolve()
  await started
  expect(statSync(file).size).toBe(5_000_000)
})

test('a packaged app takes its model and licences from beside its archive', async () => {
  app.isPackaged = true
  const { started, seen } = start()
  fake.ready.resolve()
  await started
  expect(seen[0]?.paths).toMatchObject({
    resources: join(here, 'resources'),
    licences: join(here, 'resources', 'licences.json'),
    page: join(here, '..', 'renderer'),
  })
})

test('E9 a second start brings the first window to the front; what it sends along is not looked at', async () => {
  const { started } = start()
  app.emit('second-instance', fakeEvent(), ['--models', '/evil', 'ingle://evil'], '/evil', { evil: true })
  fake.ready.resolve()
  await started
  const [window] = BrowserWindow.fakeAll
  if (!window) throw new Error('no window')
  window.fakeMinimized = true
  const before = calls.length
  app.emit('second-instance', fakeEvent(), ['--inspect', 'file:///etc/passwd', 'https://evil'], '/evil', { evil: true })
  expect(calls.slice(before)).toEqual([['focus']])
  expect(window.fakeMinimized).toBe(false)
  expect(BrowserWindow.fakeAll).toHaveLength(1)
  expect(fake.quits).toBe(0)
})

test('E9 the second instance itself leaves at once and touches no data', async () => {
  fake.lock = false
  const { started, seen } = start()
  await started
  expect(fake.quits).toBe(1)
  expect(seen).toEqual([])
  expect(BrowserWindow.fakeAll).toEqual([])
  expect(names()).not.toContain('registerSchemesAsPrivileged')
})

test('closing the window quits, but not on a Mac, where a click in the dock opens another', async () => {
  const { started } = start({ platform: 'darwin' })
  fake.ready.resolve()
  await started
  BrowserWindow.fakeAll[0]?.close()
  expect(names()).not.toContain('quit')
  app.emit('activate')
  expect(BrowserWindow.fakeAll).toHaveLength(1)
})

test('quitting stores everything and leaves no trace of a running app', async () => {
  const { started, seen } = start()
  fake.ready.resolve()
  await started
  BrowserWindow.fakeAll[0]?.close()
  expect(names()).toContain('quit')
  expect(fake.quits).toBe(0)
  await expect.poll(() => fake.quits).toBe(1)
  expect(readInstance(join(data, 'run'))).toBeNull()
  expect(ipcMain.fakeHandlers.has('ingle:drop')).toBe(false)
  // The data is free again.
  if (!seen[0]) throw new Error('no core')
  const next = await createCore(seen[0])
  cores = [next]
  expect(next.router).toBeDefined()
})

test('data that the web host has open: its link is offered', async () => {
  const locked = () => Promise.reject(new AppError('DATA_LOCKED', 'Open elsewhere'))
  const { started } = start({ createCore: locked, answer: { kind: 'web', url: 'http://127.0.0.1:11780/#code=abc' } })
  fake.ready.resolve()
  await started
  expect(callsOf('showMessageBox')).toHaveLength(1)
  expect(callsOf('openExternal')).toEqual([['openExternal', 'http://127.0.0.1:11780/#code=abc']])
  expect(callsOf('exit')).toEqual([['exit', 0]])
  expect(BrowserWindow.fakeAll).toEqual([])
})

test('the link is opened only when that is chosen', async () => {
  fake.messageBox = 1
  const locked = () => Promise.reject(new AppError('DATA_LOCKED', 'Open elsewhere'))
  const { started } = start({ createCore: locked, answer: { kind: 'web', url: 'http://127.0.0.1:11780/#code=abc' } })
  fake.ready.resolve()
  await started
  expect(callsOf('openExternal')).toEqual([])
  expect(callsOf('exit')).toEqual([['exit', 0]])
})

test.each([
  ['DATA_LOCKED', 'Another program'],
  ['DATA_NEWER_VERSION', 'newer version'],
  ['DATA_READ_ONLY', 'cannot be written'],
  ['DATA_DISK_FULL', 'disk is full'],
  ['DATA_DAMAGED', 'could not be read'],
] as const)('a start that fails with %s says so in plain words and names the folder', async (code, words) => {
  const { started } = start({ createCore: () => Promise.reject(new AppError(code, 'internal words')) })
  fake.ready.resolve()
  await started
  const [, title, content] = callsOf('showErrorBox')[0] ?? []
  expect(title).toBe('Ingle could not start')
  expect(content).toContain(words)
  expect(content).toContain(data)
  expect(content).not.toContain('internal words')
  expect(callsOf('exit')).toEqual([['exit', 1]])
})

test('the scripted engine runs in a checkout where it was built, and is refused elsewhere', async () => {
  fake.ready.resolve()
  const environment = { INGLE_ENGINE: 'fake' }
  const missing = start({ environment })
  await missing.started
  expect(missing.seen).toEqual([])
  expect(callsOf('exit')).toEqual([['exit', 1]])
  writeFileSync(join(here, 'engine-fake.js'), '')
  app.isPackaged = true
  const packaged = start({ environment })
  await packaged.started
  expect(packaged.seen).toEqual([])
  expect(callsOf('exit')).toHaveLength(2)
  app.isPackaged = false
  const built = start({ environment })
  await built.started
  expect(built.seen).toHaveLength(1)
})
