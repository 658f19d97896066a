import { readFile, realpath } from 'node:fs/promises'
import { extname, sep } from 'node:path'
import { safeJoin } from './safe-join.ts'
import { securityHeaders } from './security-headers.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

export type Assets = (request: Request) => Promise<Response>

const answer = (
  status: number,
  body: string | Uint8Array<ArrayBuffer> | null,
  headers: Record<string, string>,
): Response => new Response(body, { status, headers: { ...securityHeaders, ...headers } })

const plain = (status: number, words: string, more: Record<string, string> = {}): Response =>
  answer(status, words, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...more })

/** Bytes that do not go through RPC: the page's files, the same on both hosts. `page` is the folder of the built page. */
export function createAssets(deps: { page: string }): Assets {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Not allowed', { allow: 'GET, HEAD' })
    const file = await findFile(deps.page, new URL(request.url).pathname)
    if (file === null) return plain(404, 'Not found')
    const body = await readFile(file.path)
    return answer(200, request.method === 'HEAD' ? null : body, {
      'content-type': file.type,
      'content-length': String(body.byteLength),
      // What the bundler puts into assets/ carries a hash of its content in its name; the page itself and the few files
      // beside it do not.
      'cache-control': file.hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    })
  }
}

async function findFile(
  root: string,
  pathname: string,
): Promise<{ path: string; type: string; hashed: boolean } | null> {
  try {
    const name = decodeURIComponent(pathname === '/' ? '/index.html' : pathname).slice(1)
    const type = types[extname(name)]
    if (type === undefined) return null
    const path = safeJoin(root, name)
    // A link inside the folder must not lead out of it.
    const inside = (await realpath(path)).startsWith((await realpath(root)) + sep)
    return inside ? { path, type, hashed: name.startsWith('assets/') } : null
  } catch {
    return null
  }
}
