import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { callsOf, fake, ipcRenderer } from '../desktop/electron-double.ts'

type Bridge = {
  dropFiles(files: readonly unknown[]): Promise<unknown>
  onAction(listener: (id: string) => void): () => void
}

const page = Object.assign(new EventTarget(), { postMessage: vi.fn<(...args: unknown[]) => void>() })
let bridge: Bridge

beforeAll(async () => {
  vi.stubGlobal('window', page)
  vi.stubGlobal('location', { origin: 'app://main' })
  await import('./preload.ts')
  bridge = callsOf('exposeInMainWorld')[0]?.[2] as Bridge
})

test('the page gets two functions and nothing of Electron', () => {
  expect(callsOf('exposeInMainWorld').map(([, name]) => name)).toEqual(['ingle'])
  expect(Object.keys(bridge).sort()).toEqual(['dropFiles', 'onAction'])
})

test('the port is asked for when the page listens, and handed to this very page', () => {
  expect(callsOf('ipcRenderer.send')).toEqual([])
  page.dispatchEvent(new Event('DOMContentLoaded'))
  expect(callsOf('ipcRenderer.send')).toEqual([['ipcRenderer.send', 'ingle:connect']])
  const ports = [{}]
  ipcRenderer.emit('ingle:port', { ports })
  expect(page.postMessage.mock.calls).toEqual([[{ type: 'ingle-port' }, 'app://main', ports]])
})

test('dropped files go to the host by their paths, in their order; what comes from no disk has none', async () => {
  const file = {}
  fake.filePaths.set(file, '/models/a.gguf')
  ipcRenderer.fakeInvoked = Promise.resolve([{ id: 'a' }])
  expect(await bridge.dropFiles([{}, file])).toEqual([{ id: 'a' }])
  expect(callsOf('ipcRenderer.invoke')).toEqual([['ipcRenderer.invoke', 'ingle:drop', ['', '/models/a.gguf']]])
})

test('an action of the menu reaches the page as its id alone, until it stops listening', () => {
  const heard: unknown[][] = []
  const stop = bridge.onAction((...args) => void heard.push(args))
  ipcRenderer.emit('ingle:action', { sender: 'secret' }, 'chat.new')
  stop()
  ipcRenderer.emit('ingle:action', {}, 'chat.new')
  expect(heard).toEqual([['chat.new']])
})

test('the preload script stays small enough to be read at a glance', () => {
  const source = readFileSync(join(import.meta.dirname, 'preload.ts'), 'utf8')
  expect(source.trim().split('\n').length).toBeLessThan(40)
})
