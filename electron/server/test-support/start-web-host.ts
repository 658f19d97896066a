import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import type { IncomingHttpHeaders, OutgoingHttpHeaders, Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFakeClock } from '../../core/fake-clock.ts'
import type { FakeClock } from '../../core/fake-clock.ts'
import { startCore } from '../../core/test-support/start-core.ts'
import type { StartedCore } from '../../core/test-support/start-core.ts'
import type { EngineLauncher } from '../../core/ports.ts'
import { createHttpServer } from '../http.ts'
import { listen } from '../listen.ts'
import { allowedOrigins } from '../request-guard.ts'
import { createSessions } from '../sessions.ts'
import type { Sessions } from '../sessions.ts'
import { serveRpc } from '../ws.ts'

export type Answer = { status: number; headers: IncomingHttpHeaders; body: string }

export type WebHost = {
  port: number
  origin: string
  app: StartedCore
  sessions: Sessions
  server: Server
  clock: FakeClock
  instanceKey: string
  /** A request as it is written, whatever its headers say. */
  ask(options: { method?: string; path: string; headers?: OutgoingHttpHeaders; body?: string }): Promise<Answer>
  /** The cookie of a page that has signed in. */
  signIn(): string
  dispose(): Promise<void>
}

/** The web host for a test: the real core, HTTP and WebSocket on a port of its own. */
export async function startWebHost({
  launcher,
  origin = null,
}: {
  launcher: EngineLauncher
  origin?: string | null
}): Promise<WebHost> {
  const folder = mkdtempSync(join(tmpdir(), 'ingle-web-'))
  const clock = createFakeClock()
  const app = await startCore({ launcher, clock })
  const sessions = createSessions({ file: join(folder, 'sessions.json'), clock })
  let port = 0
  const allowed = () => allowedOrigins(port, origin)
  const instanceKey = 'k'.repeat(43)
  const link = () => `http://127.0.0.1:${port}/#code=${sessions.createCode()}`
  const server = createHttpServer({ assets: app.core.assets, sessions, allowed, port: () => port, instanceKey, link })
  const { router, rpcOptions } = app.core
  const rpc = serveRpc({ server, router, rpcOptions, sessions, allowed, port: () => port, clock })
  port = await listen(server, 0)
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    app,
    sessions,
    server,
    clock,
    instanceKey,
    ask: ({ method = 'GET', path, headers = {}, body }) =>
      new Promise((resolve, reject) => {
        const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (piece: string) => (text += piece))
          response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
        })
        sent.on('error', reject)
        sent.end(body)
      }),
    signIn: () => `ingle_${port}=${sessions.redeem(sessions.createCode())}`,
    async dispose() {
      rpc.dispose()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await app.dispose()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
