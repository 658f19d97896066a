import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { eventIterator, os, type } from '@orpc/server'
import { z } from 'zod'
import { beforeEach, expect, test } from 'vitest'
import { silentLog } from '../core/log.ts'
import { createRpcOptions } from '../core/rpc-errors.ts'
import { BrowserWindow, ipcMain, resetElectron, WebContents, WebFrameMain } from './electron-double.ts'
import { MessagePortMain } from './electron-double-ports.ts'
import { serveRpc } from './rpc-port.ts'

const ended: string[] = []
const router = {
  double: os.input(z.object({ of: z.number() })).handler(({ input }) => input.of * 2),
  ticks: os.output(eventIterator(type<number>())).handler(async function* ({ signal }) {
    yield 1
    try {
      await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))))
    } finally {
      ended.push('ticks')
    }
  }),
}
type Client = { double(input: { of: number }): Promise<number>; ticks(): Promise<AsyncIterable<number>> }

let window: BrowserWindow
const warnings: string[] = []
function serve() {
  const log = { ...silentLog, warn: (event: string) => void warnings.push(event) }
  const windows = () => BrowserWindow.getAllWindows() as never
  return serveRpc({ ipc: ipcMain as never, windows, router, rpcOptions: createRpcOptions(silentLog), log })
}

beforeEach(() => {
  resetElectron()
  ended.length = 0
  warnings.length = 0
  window = new BrowserWindow()
})

/** What the page's own half does with the port it gets. */
function connect(sender: WebContents = window.webContents, senderFrame: WebFrameMain | null = sender.mainFrame) {
  const before = senderFrame?.fakePosted.length ?? 0
  ipcMain.emit('ingle:connect', { sender, senderFrame })
  const posted = senderFrame?.fakePosted[before]
  const port = posted?.ports[0]
  return port instanceof MessagePortMain ? { channel: posted?.channel, port } : null
}

function clientOver(port: MessagePortMain): Client {
  const client: Client = createORPCClient(new RPCLink({ port: port as never }))
  port.start()
  return client
}

test('a page that asks gets one port, and its calls are answered over it', async () => {
  const rpc = serve()
  const connected = connect()
  expect(connected?.channel).toBe('ingle:port')
  if (!connected) throw new Error('no port')
  expect(await clientOver(connected.port).double({ of: 21 })).toBe(42)
  rpc.dispose()
})

test('a page that loads again gets a new port; the streams over its old one end', async () => {
  const rpc = serve()
  const first = connect()
  if (!first) throw new Error('no port')
  const ticks = (await clientOver(first.port).ticks())[Symbol.asyncIterator]()
  expect(await ticks.next()).toEqual({ done: false, value: 1 })
  const second = connect()
  if (!second) throw new Error('no second port')
  expect(second.port).not.toBe(first.port)
  await expect.poll(() => ended).toEqual(['ticks'])
  expect(await clientOver(second.port).double({ of: 4 })).toBe(8)
  rpc.dispose()
})

test('a stream ends when its page is gone, and all end when the app does', async () => {
  const rpc = serve()
  const first = connect()
  if (!first) throw new Error('no port')
  const ticks = await clientOver(first.port).ticks()
  await ticks[Symbol.asyncIterator]().next()
  window.webContents.emit('destroyed')
  await expect.poll(() => ended).toEqual(['ticks'])
  const second = connect()
  if (!second) throw new Error('no second port')
  await (await clientOver(second.port).ticks())[Symbol.asyncIterator]().next()
  rpc.dispose()
  await expect.poll(() => ended).toEqual(['ticks', 'ticks'])
  expect(connect()).toBeNull()
})

const child = () => Object.assign(new WebFrameMain('app://main/'), { parent: window.webContents.mainFrame })
test.each<[string, () => [WebContents, WebFrameMain | null]]>([
  ['an about:blank frame within the page', () => [window.webContents, Object.assign(child(), { url: 'about:blank' })]],
  ['a frame of our own origin within the page', () => [window.webContents, child()]],
  [
    'a main frame that lies within another',
    () => [
      window.webContents,
      Object.assign(window.webContents.mainFrame, { parent: new WebFrameMain('app://main/') }),
    ],
  ],
  ['a frame that is gone', () => [window.webContents, null]],
  [
    'a destroyed frame',
    () => [window.webContents, Object.assign(window.webContents.mainFrame, { fakeDestroyed: true })],
  ],
  ['a detached frame', () => [window.webContents, Object.assign(window.webContents.mainFrame, { detached: true })]],
  [
    'a page of another origin',
    () => [window.webContents, Object.assign(window.webContents.mainFrame, { url: 'https://example.com/' })],
  ],
  [
    'an origin that only begins like ours',
    () => [window.webContents, Object.assign(window.webContents.mainFrame, { url: 'app://main.evil/' })],
  ],
  [
    'an address with a name in it',
    () => [window.webContents, Object.assign(window.webContents.mainFrame, { url: 'app://main@evil/' })],
  ],
  [
    'contents that are no window of ours',
    () => {
      const other = new WebContents()
      return [other, other.mainFrame]
    },
  ],
  ['another main frame than the sender has', () => [window.webContents, new WebFrameMain('app://main/')]],
  [
    'a window that is closed',
    () => {
      const closed = window
      closed.fakeDestroyed = true
      return [closed.webContents, closed.webContents.mainFrame]
    },
  ],
])('E6 %s gets no port', (_, sender) => {
  const rpc = serve()
  expect(connect(...sender())).toBeNull()
  expect(warnings).toEqual(['rpc.connect-refused'])
  rpc.dispose()
})
