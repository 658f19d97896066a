import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Client } from '../contract/index.ts'
import { createFakeEngine } from '../engine/fake/fake-engine.ts'
import { startWebHost } from './test-support/start-web-host.ts'
import type { WebHost } from './test-support/start-web-host.ts'

let host: WebHost
const open: WebSocket[] = []
beforeEach(async () => {
  host = await startWebHost({ launcher: createFakeEngine() })
})
afterEach(async () => {
  for (const socket of open.splice(0)) socket.terminate()
  await host.dispose()
})

/** Resolves to the socket, or to the status with which it was refused. */
function connect(headers: Record<string, string>, path = '/rpc'): Promise<WebSocket | number> {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers })
  open.push(socket)
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(socket))
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
    socket.on('error', reject)
  })
}
const good = () => ({ origin: host.origin, cookie: host.signIn() })

test('H10 a socket is refused before it opens: foreign origin, none, foreign host, no session, wrong path', async () => {
  const { origin, cookie } = good()
  expect(await connect({ origin: 'http://evil.example', cookie })).toBe(403)
  expect(await connect({ cookie })).toBe(403)
  expect(await connect({ origin, cookie, host: 'evil.example' })).toBe(403)
  expect(await connect({ origin })).toBe(401)
  expect(await connect({ origin, cookie: `ingle_${host.port}=${'a'.repeat(43)}` })).toBe(401)
  expect(await connect({ origin, cookie: cookie.replace(String(host.port), '1') })).toBe(401)
  expect(await connect({ origin, cookie }, '/other')).toBe(404)
  expect(await connect({ origin, cookie })).toBeInstanceOf(WebSocket)
})

test('the session is found among other cookies, however they are written', async () => {
  const { origin, cookie } = good()
  const [name = '', secret = ''] = cookie.split('=')
  expect(await connect({ origin, cookie: `theme=dark; ${name}="${secret}" ; x` })).toBeInstanceOf(WebSocket)
  expect(await connect({ origin, cookie: `x${name}=${secret}; ${name}=` })).toBe(401)
})

async function client(): Promise<Client> {
  const socket = await connect(good())
  if (typeof socket === 'number') throw new Error(`refused: ${socket}`)
  // The client library is written for browsers' sockets, which this one is in all that it uses.
  return createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }))
}

test('a page that is signed in calls procedures, and failures come as codes without paths or stacks', async () => {
  const rpc = await client()
  expect((await rpc.hardware.machine()).logicalCores).toBeGreaterThan(0)
  await expect(
    rpc.chat.rename({ chat: '00000000-0000-7000-8000-000000000000' as never, title: 'x' }),
  ).rejects.toMatchObject({
    code: 'CHAT_NOT_FOUND',
  })
  await expect(rpc.chat.rename({ chat: 'not an id' as never, title: 'x' })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    data: { fields: 'chat' },
  })
  await expect(rpc.system.licences()).rejects.toSatisfy((error: unknown) => {
    const text = JSON.stringify(error, Object.getOwnPropertyNames(error ?? {}))
    return text.includes('INTERNAL') && !text.includes(host.app.paths.data)
  })
})

test('a topic ends on the host when the page stops watching', async () => {
  const rpc = await client()
  // Messages keep their order, so a call that has come back proves that what was sent before it has arrived.
  const timers = async () => {
    await rpc.hardware.machine()
    return host.clock.pending()
  }
  const before = await timers()
  for await (const _ of await rpc.hardware.memory()) {
    expect(await timers()).toBe(before + 1)
    break
  }
  expect(await timers()).toBe(before)
})

test('a page that does not answer for a minute is let go', async () => {
  const socket = await connect(good())
  if (typeof socket === 'number') throw new Error(`refused: ${socket}`)
  socket.pong = () => {}
  Object.assign(socket, { _autoPong: false })
  const closed = new Promise((resolve) => socket.on('close', resolve))
  await host.clock.advanceAsync(30_000)
  await host.clock.advanceAsync(30_000)
  expect(await closed).toBe(1006)
})
