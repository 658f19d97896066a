import { createContext, use, useCallback, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { Client } from '../../electron/contract/index.ts'
import type { Connection, ConnectionState, Transport } from './connection.ts'
import type { Topic, TopicHub, TopicValue } from './topic.ts'

export type Rpc = { connection: Connection; hub: TopicHub; transport: Transport }

const RpcContext = createContext<Rpc | null>(null)

export function RpcProvider({ rpc, children }: { rpc: Rpc; children: ReactNode }) {
  return <RpcContext value={rpc}>{children}</RpcContext>
}

function useRpc(): Rpc {
  const rpc = use(RpcContext)
  if (!rpc) throw new Error('No RpcProvider above')
  return rpc
}

/** The host, as typed procedures. The same object for the life of the page. */
export function useClient(): Client {
  return useRpc().connection.client
}

export function useConnection(): { state: ConnectionState; retryNow: () => void } {
  const { connection, transport } = useRpc()
  return { state: useStore(connection.state), retryNow: () => transport.retryNow() }
}

/** The latest state of a topic, live for as long as the component is shown. Topics with the same key share one stream. */
export function useTopic<State, Event>(topic: Topic<State, Event>): TopicValue<State> {
  const { hub } = useRpc()
  // oxlint-disable-next-line react/exhaustive-deps -- the key says what a topic is; its functions may be new at every render
  const held = useMemo(() => topic, [topic.key])
  const subscribe = useCallback(
    (onChange: () => void) => {
      const { store, release } = hub.acquire(held)
      const stop = store.subscribe(onChange)
      return () => {
        stop()
        release()
      }
    },
    [hub, held],
  )
  return useSyncExternalStore(subscribe, () => hub.value(held))
}
