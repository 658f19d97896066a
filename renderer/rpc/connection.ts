import { createORPCClient, DynamicLink, type ClientContext, type ClientLink } from '@orpc/client'
import { createStore, type StoreApi } from 'zustand'
import { AppError } from '../../electron/contract/errors.ts'
import type { Client } from '../../electron/contract/index.ts'

export type ConnectionState =
  | { phase: 'connecting' }
  | { phase: 'open' }
  /** `attempt` counts from 1; the next one is under way or comes by itself. */
  | { phase: 'lost'; attempt: number }
  /** The host does not know this page: only a new link helps. */
  | { phase: 'signedOut' }

export type Link = ClientLink<ClientContext>

/** What a transport reports. `opened` may come again after `lost`: the client stays the same object throughout. */
export type ConnectionEvents = {
  opened(link: Link): void
  lost(): void
  signedOut(): void
}

export type Connection = {
  client: Client
  state: StoreApi<ConnectionState>
  /** Resolves at the next open connection, at once when there is one. */
  whenOpen(signal: AbortSignal): Promise<void>
}

export type Transport = { start(events: ConnectionEvents): void; retryNow(): void }

/** One client for the life of the page over whatever connection there is now. */
export function createConnection(transport: Transport): Connection {
  const state = createStore<ConnectionState>(() => ({ phase: 'connecting' }))
  let link: Link | null = null

  const whenOpen = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (link) return resolve()
      const stop = state.subscribe(({ phase }) => {
        if (phase !== 'open') return
        finish()
        resolve()
      })
      const onAbort = () => {
        finish()
        reject(new AppError('CONNECTION_LOST', 'Given up'))
      }
      const finish = () => {
        stop()
        signal.removeEventListener('abort', onAbort)
      }
      signal.addEventListener('abort', onAbort)
    })

  const client: Client = createORPCClient(
    new DynamicLink<ClientContext>(async ({ signal }) => {
      // A page that has only just started waits for its first connection; one that lost it says so instead of queueing.
      if (!link && state.getState().phase === 'connecting') await whenOpen(signal ?? new AbortController().signal)
      if (!link) throw new AppError('CONNECTION_LOST', 'No connection')
      return link
    }),
  )

  transport.start({
    opened(next) {
      link = next
      state.setState({ phase: 'open' }, true)
    },
    lost() {
      link = null
      const before = state.getState()
      state.setState({ phase: 'lost', attempt: before.phase === 'lost' ? before.attempt + 1 : 1 }, true)
    },
    signedOut() {
      link = null
      state.setState({ phase: 'signedOut' }, true)
    },
  })
  return { client, state, whenOpen }
}
