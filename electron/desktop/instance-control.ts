import { createServer, type IncomingMessage, type Server } from 'node:http'
import { instanceKeyHeader, instancePath } from '../core/instance/ask-instance.ts'
import { removeInstance, writeInstance } from '../core/instance/instance-file.ts'
import { createSecret, sameSecret } from '../core/instance/secret.ts'

export type InstanceControlDeps = {
  /** The folder of `instance.json`. */
  run: string
  /** Somebody who can read that file started Ingle again. */
  onOpen(): void
}

/**
 * A door for the start command of the web host: on loopback, at a port that only `run/instance.json` names, for whoever
 * holds the key in that file. It can do one thing, and it tells nothing.
 */
export async function openInstanceControl({ run, onOpen }: InstanceControlDeps): Promise<{ dispose(): void }> {
  const key = createSecret()
  let host = ''
  const server = createServer(
    { maxHeaderSize: 4096, requestTimeout: 5000, headersTimeout: 5000 },
    (request, response) => {
      const status = judge(request, { host, key })
      response.writeHead(status, {
        'content-type': 'application/json',
        'cache-control': 'no-store',
        connection: 'close',
      })
      response.end('{}')
      request.resume()
      if (status === 200) onOpen()
    },
  )
  server.maxConnections = 8
  const port = await listen(server)
  host = `127.0.0.1:${port}`
  // It must not keep the app alive, nor crash it.
  server.unref()
  server.on('error', () => undefined)
  writeInstance(run, { pid: process.pid, kind: 'desktop', url: `http://${host}/`, key })
  return {
    dispose() {
      removeInstance(run)
      server.close()
      server.closeAllConnections()
    },
  }
}

/** A page in a browser cannot get past this: it has neither the key nor, without a preflight, the right to send it. */
function judge(request: IncomingMessage, { host, key }: { host: string; key: string }): number {
  if (request.headers.host !== host || request.headers.origin !== undefined) return 403
  if (request.url !== instancePath) return 404
  if (request.method !== 'POST') return 405
  const given = request.headers[instanceKeyHeader]
  return typeof given === 'string' && sameSecret(given, key) ? 200 : 401
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      server.off('error', reject)
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('No port'))
      else resolve(address.port)
    })
  })
}
