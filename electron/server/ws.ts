import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import type { AnyRouter } from '@orpc/server'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import type { RpcOptions } from '../core/rpc-errors.ts'
import type { Clock } from '../core/ports.ts'
import { sessionCookie } from './http.ts'
import { refuseRequest } from './request-guard.ts'
import type { AllowedOrigins } from './request-guard.ts'
import type { Sessions } from './sessions.ts'

/** A message may hold a text of 20 million characters; only a signed-in page gets as far as sending one. */
const maxPayload = 64 * 1024 * 1024
const mostSockets = 16
const pingEveryMs = 30_000

export type WsDeps = {
  server: Server
  router: AnyRouter
  rpcOptions: RpcOptions
  sessions: Sessions
  allowed(): AllowedOrigins
  port(): number
  clock: Clock
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}

/** RPC over one WebSocket a page. Host, origin and session are checked before the upgrade is accepted. */
export function serveRpc({ server, router, rpcOptions, sessions, allowed, port, clock }: WsDeps): { dispose(): void } {
  const handler = new RPCHandler(router, rpcOptions)
  const sockets = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false })
  const alive = new WeakSet<WebSocket>()

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const refusal = refuseRequest(request, allowed())
    if (refusal !== null) return refuse(socket, refusal.status)
    if (request.url !== '/rpc') return refuse(socket, 404)
    // A browser always sends it; without it nobody knows which page is asking.
    if (request.headers.origin === undefined) return refuse(socket, 403)
    if (!sessions.isSignedIn(sessionCookie(request, port()))) return refuse(socket, 401)
    if (sockets.clients.size >= mostSockets) return refuse(socket, 503)
    sockets.handleUpgrade(request, socket, head, (page) => {
      alive.add(page)
      page.on('pong', () => alive.add(page))
      // Too large or malformed a message: ws closes the connection by itself.
      page.on('error', () => page.terminate())
      void handler.upgrade(page, { context: {} })
    })
  })

  const ping = clock.every(pingEveryMs, () => {
    for (const page of sockets.clients) {
      if (!alive.delete(page)) page.terminate()
      else page.ping()
    }
  })
  return {
    dispose() {
      ping.cancel()
      for (const page of sockets.clients) page.close(1001, 'Ingle is closing')
      sockets.close()
    },
  }
}
