import { RPCLink } from '@orpc/client/websocket'
import { askSignedIn } from './sign-in.ts'
import type { ConnectionEvents, Transport } from './connection.ts'

export type SocketDeps = {
  open(): WebSocket
  /** Whether the host still knows this page; null when nobody answered. */
  isSignedIn(): Promise<boolean | null>
  after(ms: number, run: () => void): () => void
  /** Between 0 and 1, so that pages do not come back all at once. */
  random(): number
}

const firstWaitMs = 250
const longestWaitMs = 8000

/** One WebSocket, and another one after it was lost: at once at first, then less and less often. */
export function createSocketTransport(deps: SocketDeps): Transport {
  let events: ConnectionEvents | null = null
  let attempt = 0
  let cancelWait: (() => void) | null = null

  const connect = () => {
    cancelWait = null
    const socket = deps.open()
    socket.addEventListener('open', () => {
      attempt = 0
      events?.opened(new RPCLink({ websocket: socket }))
    })
    socket.addEventListener('close', () => void lost())
  }

  const lost = async () => {
    events?.lost()
    const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** attempt) * (0.75 + deps.random() / 2)
    attempt += 1
    if ((await deps.isSignedIn()) === false) {
      events?.signedOut()
      return
    }
    cancelWait = deps.after(wait, connect)
  }

  return {
    start(receiver) {
      events = receiver
      connect()
    },
    retryNow() {
      if (!cancelWait) return
      cancelWait()
      connect()
    },
  }
}

/** The transport of the web host: a socket beside the page's own origin. */
export function browserSocketDeps(): SocketDeps {
  return {
    open: () => new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`),
    isSignedIn: () => askSignedIn(fetch),
    after: (ms, run) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    random: Math.random,
  }
}
