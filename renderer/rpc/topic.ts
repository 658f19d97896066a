import { createStore, type StoreApi } from 'zustand'
import type { ErrorInfo } from '../../electron/contract/errors.ts'
import type { Client } from '../../electron/contract/index.ts'
import type { Connection } from './connection.ts'
import { toErrorInfo } from './to-error-info.ts'

/**
 * A stream whose first event is the current value. `open` gets the state that the page holds, so that a stream which can
 * go on from there sends only what is missing; `reduce` makes the next state of an event.
 */
export type Topic<State, Event> = {
  /** Readers of the same key share one stream. */
  key: string
  open(client: Client, signal: AbortSignal, state: State | undefined): Promise<AsyncIterable<Event>>
  reduce(state: State | undefined, event: Event): State
}

export type TopicValue<State> =
  | { phase: 'waiting'; value: undefined }
  /** `live` is false while the connection is lost: the value is the last one known. */
  | { phase: 'ready'; value: State; live: boolean }
  | { phase: 'failed'; value: State | undefined; error: ErrorInfo }

type Entry = {
  store: StoreApi<TopicValue<unknown>>
  readers: number
  stop: AbortController
  cancelLinger: (() => void) | null
}

export type TopicHub = {
  /** Starts reading, or joins the readers there are. Call `release` once when done. */
  acquire<State, Event>(topic: Topic<State, Event>): { store: StoreApi<TopicValue<State>>; release(): void }
  /** What is known now; asking does not start a stream. */
  value<State, Event>(topic: Topic<State, Event>): TopicValue<State>
}

export type TopicHubDeps = { connection: Connection; after(ms: number, run: () => void): () => void }

/** A stream outlives its last reader a little, so that moving between screens does not open it anew. */
const lingerMs = 2000
const waiting: TopicValue<never> = { phase: 'waiting', value: undefined }
const retryMs = 500
const longestRetryMs = 10_000

export function createTopicHub({ connection, after }: TopicHubDeps): TopicHub {
  const entries = new Map<string, Entry>()

  const pause = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const cancel = after(ms, resolve)
      signal.addEventListener('abort', () => {
        cancel()
        resolve()
      })
    })

  async function read<State, Event>(
    topic: Topic<State, Event>,
    store: StoreApi<TopicValue<State>>,
    signal: AbortSignal,
  ) {
    let failures = 0
    while (!signal.aborted) {
      try {
        await connection.whenOpen(signal)
        const events = await topic.open(connection.client, signal, store.getState().value)
        for await (const event of events) {
          if (signal.aborted) return
          failures = 0
          store.setState({ phase: 'ready', value: topic.reduce(store.getState().value, event), live: true }, true)
        }
      } catch (error) {
        if (signal.aborted) return
        const info = toErrorInfo(error)
        const { value } = store.getState()
        if (info.code !== 'CONNECTION_LOST') store.setState({ phase: 'failed', value, error: info }, true)
        else if (value !== undefined) store.setState({ phase: 'ready', value, live: false }, true)
      }
      // A stream that ends or fails while connected is opened again, less and less often; a lost connection is waited for.
      await pause(Math.min(longestRetryMs, retryMs * 2 ** failures), signal)
      failures += 1
    }
  }

  return {
    value<State, Event>({ key }: Topic<State, Event>) {
      return (entries.get(key)?.store.getState() ?? waiting) as TopicValue<State>
    },
    acquire<State, Event>(topic: Topic<State, Event>) {
      let entry = entries.get(topic.key)
      if (!entry) {
        const store = createStore<TopicValue<State>>(() => waiting)
        const stop = new AbortController()
        entry = { store: store as StoreApi<TopicValue<unknown>>, readers: 0, stop, cancelLinger: null }
        entries.set(topic.key, entry)
        void read(topic, store, stop.signal)
      }
      const held = entry
      held.readers += 1
      held.cancelLinger?.()
      held.cancelLinger = null
      let released = false
      return {
        store: held.store as StoreApi<TopicValue<State>>,
        release() {
          if (released) return
          released = true
          held.readers -= 1
          if (held.readers > 0) return
          held.cancelLinger = after(lingerMs, () => {
            entries.delete(topic.key)
            held.stop.abort()
          })
        },
      }
    },
  }
}
