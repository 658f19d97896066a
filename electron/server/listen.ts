import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

const portsTried = 20

function tryPort(server: Server, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      server.off('listening', onListening)
      // Taken, or not ours to take: the next one may be free.
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null)
      else reject(error)
    }
    const onListening = () => {
      server.off('error', onError)
      resolve((server.address() as AddressInfo).port)
    }
    server.once('error', onError)
    server.once('listening', onListening)
    server.listen(port, '127.0.0.1')
  })
}

/** Listens on loopback, on the port asked for or the next free one above it. Returns the port. */
export async function listen(server: Server, wanted: number): Promise<number> {
  for (let port = wanted; port < Math.min(wanted + portsTried, 65_536); port++) {
    const found = await tryPort(server, port)
    if (found !== null) return found
  }
  const any = await tryPort(server, 0)
  if (any === null) throw new Error('No free port on 127.0.0.1')
  return any
}
