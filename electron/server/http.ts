import type { IncomingMessage, Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie, setCookie } from 'hono/cookie'
import { HTTPException } from 'hono/http-exception'
import { parse } from 'hono/utils/cookie'
import { z } from 'zod'
import type { Assets } from '../core/assets.ts'
import { instanceKeyHeader, instancePath } from '../core/instance/ask-instance.ts'
import { sameSecret } from '../core/instance/secret.ts'
import { securityHeaders } from '../core/security-headers.ts'
import { notFoundPage } from './not-found-page.ts'
import { refuseRequest } from './request-guard.ts'
import type { AllowedOrigins } from './request-guard.ts'
import type { Sessions } from './sessions.ts'

export type HttpDeps = {
  assets: Assets
  sessions: Sessions
  /** Known once the server listens. */
  allowed(): AllowedOrigins
  port(): number
  /** The secret of `run/instance.json`. */
  instanceKey: string
  /** A fresh link for whoever proved to hold that secret. */
  link(): string
}

/** The port is in the name: browsers keep cookies by host alone, and two instances must not sign each other out. */
export const cookieName = (port: number): string => `ingle_${port}`

const codeBody = z.object({ code: z.string().max(100) })

/** Page files, sign-in and the door for a second start. No route does anything else; all work goes over the WebSocket. */
export function createHttpServer(deps: HttpDeps): Server {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.use(async (c, next) => {
    for (const [name, value] of Object.entries(securityHeaders)) c.header(name, value)
    const refusal = refuseRequest(c.env.incoming, deps.allowed())
    if (refusal !== null) return c.text(`Refused: ${refusal.why}`, refusal.status)
    return next()
  })
  app.use('/auth/*', bodyLimit({ maxSize: 4096 }))
  app.use(instancePath, bodyLimit({ maxSize: 4096 }))
  app.use(async (c, next) => {
    const isJson = c.req.header('content-type')?.split(';')[0]?.trim() === 'application/json'
    if (c.req.method === 'POST' && !isJson) return c.text('Refused: JSON, please', 415)
    return next()
  })
  app.get('/auth/state', (c) => {
    c.header('cache-control', 'no-store')
    return c.json({ signedIn: deps.sessions.isSignedIn(getCookie(c, cookieName(deps.port()))) })
  })
  app.post('/auth/code', async (c) => {
    const body = codeBody.safeParse(await c.req.json().catch(() => null))
    const secret = body.success ? deps.sessions.redeem(body.data.code) : null
    if (secret === null) return c.json({ signedIn: false }, 401)
    setCookie(c, cookieName(deps.port()), secret, {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
      maxAge: 30 * 24 * 3600,
    })
    return c.json({ signedIn: true })
  })
  app.post(instancePath, (c) => {
    if (!sameSecret(c.req.header(instanceKeyHeader) ?? '', deps.instanceKey)) return c.text('Refused', 401)
    return c.json({ url: deps.link() })
  })
  app.on(['GET', 'HEAD'], '*', async (c) => {
    const found = await deps.assets(c.req.raw)
    const isForPerson = found.status === 404 && c.req.method === 'GET' && c.req.header('accept')?.includes('text/html')
    return isForPerson ? c.html(notFoundPage, 404, { 'cache-control': 'no-store' }) : found
  })
  app.all('*', (c) => c.text('Not found', 404))
  app.onError((error, c) => {
    const status = error instanceof HTTPException ? error.status : 500
    return c.text(status === 413 ? 'Refused: too long' : 'Something unforeseen happened', status)
  })

  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server
  server.headersTimeout = 10_000
  server.requestTimeout = 60_000
  server.maxConnections = 64
  return server
}

/** The session's secret in the request's cookies; for the upgrade to a WebSocket, which comes past Hono. */
export function sessionCookie(request: IncomingMessage, port: number): string | undefined {
  const name = cookieName(port)
  return parse(request.headers.cookie ?? '', name)[name]
}
