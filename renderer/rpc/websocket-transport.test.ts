import { expect, test, vi } from 'vitest'
import { createFakeTimers, settle } from '../test-support/fake-timers.ts'
import { createConnection } from './connection.ts'
import { createSocketTransport } from './websocket-transport.ts'

class TestSocket extends EventTarget {
  readyState: number = WebSocket.CONNECTING
  send() {}
  open() {
    this.readyState = WebSocket.OPEN
    this.dispatchEvent(new Event('open'))
  }
  close() {
    this.readyState = WebSocket.CLOSED
    this.dispatchEvent(new Event('close'))
  }
}

function setup(isSignedIn: () => Promise<boolean | null> = () => Promise.resolve(null)) {
  const sockets: TestSocket[] = []
  const timers = createFakeTimers()
  const transport = createSocketTransport({
    open: () => {
      const socket = new TestSocket()
      sockets.push(socket)
      return socket as unknown as WebSocket
    },
    isSignedIn,
    after: timers.after,
    random: () => 0.5,
  })
  return { sockets, timers, transport, connection: createConnection(transport) }
}

test('a lost connection is said, and tried again after longer and longer waits', async () => {
  const { sockets, timers, connection } = setup()
  sockets[0]?.open()
  expect(connection.state.getState()).toEqual({ phase: 'open' })
  const waits: number[] = []
  for (let attempt = 1; attempt <= 8; attempt++) {
    sockets.at(-1)?.close()
    expect(connection.state.getState()).toEqual({ phase: 'lost', attempt })
    await settle()
    waits.push(timers.waits()[0] ?? 0)
    await timers.advance(10_000)
  }
  expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000, 8000])
  sockets.at(-1)?.open()
  expect(connection.state.getState()).toEqual({ phase: 'open' })
  sockets.at(-1)?.close()
  await settle()
  expect(timers.waits()).toEqual([250])
})

test('whoever cannot wait connects at once', async () => {
  const { sockets, timers, transport } = setup()
  sockets[0]?.close()
  await settle()
  transport.retryNow()
  expect(sockets).toHaveLength(2)
  await timers.advance(10_000)
  expect(sockets).toHaveLength(2)
})

test('a host that does not know the page any more is not asked again and again', async () => {
  const { sockets, timers, connection } = setup(() => Promise.resolve(false))
  sockets[0]?.close()
  await timers.advance(60_000)
  expect(connection.state.getState()).toEqual({ phase: 'signedOut' })
  expect(sockets).toHaveLength(1)
})

test('a call made before the first connection waits; one made without a connection fails as CONNECTION_LOST', async () => {
  const { sockets, connection } = setup()
  const settled = vi.fn<() => void>()
  const early = connection.client.models.rescan()
  early.then(settled, settled)
  await settle()
  expect(settled).not.toHaveBeenCalled()
  sockets[0]?.close()
  await expect(connection.client.models.rescan()).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
})
