import type { IncomingMessage } from 'node:http'

/** Addresses under which the page may be reached, `http://127.0.0.1:11780` and its like, and one more of the user's. */
export type AllowedOrigins = { origins: ReadonlySet<string>; hosts: ReadonlySet<string> }

export function allowedOrigins(port: number, extra: string | null): AllowedOrigins {
  const origins = new Set(['127.0.0.1', 'localhost', '[::1]'].map((host) => `http://${host}:${port}`))
  if (extra !== null) origins.add(extra)
  return { origins, hosts: new Set([...origins].map((origin) => new URL(origin).host)) }
}

/**
 * Loopback is no border of trust: any page in the user's browser can send requests to it. The same check stands before
 * every route and before a WebSocket is accepted. Returns why a request is refused, or null.
 */
export function refuseRequest(
  request: IncomingMessage,
  allowed: AllowedOrigins,
): { status: 400 | 403; why: string } | null {
  const hosts = request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host')
  if (hosts.length !== 1) return { status: 400, why: 'one Host header, please' }
  if (!request.url?.startsWith('/') || request.url.startsWith('//')) return { status: 400, why: 'a path, please' }
  if (!allowed.hosts.has(request.headers.host?.toLowerCase() ?? '')) return { status: 403, why: 'not for this host' }
  const { origin } = request.headers
  if (origin !== undefined && !allowed.origins.has(origin)) return { status: 403, why: 'not from this origin' }
  const site = request.headers['sec-fetch-site']
  const isNavigation = request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate'
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isNavigation) {
    return { status: 403, why: 'not from another site' }
  }
  return null
}

/** `--origin`: a loopback address at which a tunnel ends, as the browser will write it. Throws what is wrong with it. */
export function parseExtraOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new Error(`--origin wants an address like http://localhost:8080, not "${text}"`)
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname))
    throw new Error('--origin takes only localhost, 127.0.0.1 or [::1]')
  return url.origin
}
