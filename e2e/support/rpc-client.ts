import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { WebSocket } from 'ws'
import type { Client } from '../../electron/contract/index.ts'

export type RpcSession = { rpc: Client; close(): void }

/** Signs in with a link as a page does, and talks to the host over its WebSocket. */
export async function connectTo(link: string): Promise<RpcSession> {
  const { origin, hash } = new URL(link)
  const answer = await fetch(new URL('/auth/code', origin), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ code: hash.replace('#code=', '') }),
  })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0]
  if (cookie === undefined) throw new Error(`Not signed in: ${answer.status}`)
  return connectAs(cookie, origin)
}

/** Takes part in a session that a page has: `cookie` is `name=value`. */
export async function connectAs(cookie: string, origin: string): Promise<RpcSession> {
  const socket = new WebSocket(`ws://${new URL(origin).host}/rpc`, { headers: { cookie, origin } })
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  socket.on('error', () => {})
  // The client library is written for browsers' sockets, which this one is in all that it uses.
  const rpc: Client = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }))
  return { rpc, close: () => socket.terminate() }
}
