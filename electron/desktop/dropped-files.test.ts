import { beforeEach, expect, test, vi } from 'vitest'
import { AppError } from '../contract/errors.ts'
import { ModelId } from '../contract/ids.ts'
import { silentLog } from '../core/log.ts'
import { acceptDroppedFiles } from './dropped-files.ts'
import { BrowserWindow, ipcMain, resetElectron, WebFrameMain } from './electron-double.ts'

let window: BrowserWindow
const addPath = vi.fn<(input: { path: string; confirmed: true }) => Promise<{ id: ModelId }>>()

beforeEach(() => {
  resetElectron()
  window = new BrowserWindow()
  addPath.mockReset()
  addPath.mockImplementation(({ path }) => Promise.resolve({ id: ModelId.parse(path.replace(/\W/g, '')) }))
  acceptDroppedFiles({
    ipc: ipcMain as never,
    windows: () => BrowserWindow.getAllWindows() as never,
    addPath,
    log: silentLog,
  })
})

const drop = (value: unknown, senderFrame: WebFrameMain | null = window.webContents.mainFrame) =>
  ipcMain.fakeHandlers.get('ingle:drop')?.({ sender: window.webContents, senderFrame }, value)

test('dropped files become models; the page learns their ids in the order of the files', async () => {
  expect(await drop(['/a', '/b'])).toEqual([{ id: 'a' }, { id: 'b' }])
  expect(addPath.mock.calls.map(([input]) => input)).toEqual([
    { path: '/a', confirmed: true },
    { path: '/b', confirmed: true },
  ])
})

test('a file that is refused says why, the others are added, and no path and no stack comes back', async () => {
  addPath.mockImplementation(({ path }) => {
    if (path === '/bad') throw new AppError('MODEL_PATH_INVALID', 'Not a model file', { cause: new Error('/bad') })
    if (path === '/odd') throw new Error('ENOENT /odd')
    return Promise.resolve({ id: ModelId.parse('good') })
  })
  const results = await drop(['/bad', '/good', '/odd'])
  expect(results).toEqual([
    { error: { code: 'MODEL_PATH_INVALID', message: 'Not a model file' } },
    { id: 'good' },
    { error: { code: 'INTERNAL', message: 'Something unforeseen happened' } },
  ])
  expect(JSON.stringify(results)).not.toMatch(/\/bad|\/odd/)
})

test('what was dropped without being a file on the disk is refused in its place', async () => {
  expect(await drop(['', '/a'])).toEqual([
    { error: { code: 'MODEL_PATH_INVALID', message: 'Not a file on the disk' } },
    { id: 'a' },
  ])
  expect(addPath).toHaveBeenCalledTimes(1)
})

const cyclic: unknown[] = []
cyclic.push(cyclic)
const throwing = Object.defineProperty([] as unknown[], '0', {
  enumerable: true,
  get: () => {
    throw new Error('no')
  },
})
test.each<[string, unknown]>([
  ['no list', '/a'],
  ['nothing', undefined],
  ['a list of objects', [{ path: '/a' }]],
  ['a path beyond all measure', ['/'.repeat(5000)]],
  ['too many files', Array.from({ length: 65 }, () => '/a')],
  ['a list that holds itself', cyclic],
  ['a list whose reading throws', throwing],
])('E7 %s is refused and adds nothing', async (_, value) => {
  expect(await drop(value)).toEqual([{ error: { code: 'INPUT_INVALID', message: 'Input refused' } }])
  expect(addPath).not.toHaveBeenCalled()
})

test('E6 frames that are not our page add nothing', async () => {
  const inner = Object.assign(new WebFrameMain('about:blank'), { parent: window.webContents.mainFrame })
  for (const frame of [inner, null, new WebFrameMain('https://example.com/')]) {
    expect(await drop(['/a'], frame)).toEqual([{ error: { code: 'INPUT_INVALID', message: 'Input refused' } }])
  }
  expect(addPath).not.toHaveBeenCalled()
})
