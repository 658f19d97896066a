import type { ClientContext, ClientLink, ClientOptions } from '@orpc/client'
import {
  createConnection,
  type Connection,
  type ConnectionEvents,
  type Link,
  type Transport,
} from '../rpc/connection.ts'

export type Call = { path: string; input: unknown; signal: AbortSignal | undefined }

/** A host whose connection the test opens and cuts. `answer` gets every call, by its path such as `settings.set`. */
export function createTestTransport(answer: (call: Call) => unknown) {
  let events: ConnectionEvents | null = null
  const calls: Call[] = []
  const link: Link = {
    call: async (path: readonly string[], input: unknown, { signal }: ClientOptions<ClientContext>) => {
      const call = { path: path.join('.'), input, signal }
      calls.push(call)
      return answer(call)
    },
  } satisfies ClientLink<ClientContext>
  const transport: Transport = {
    start: (receiver) => {
      events = receiver
    },
    retryNow: () => events?.opened(link),
  }
  const connection: Connection = createConnection(transport)
  return {
    transport,
    connection,
    calls,
    open: () => events?.opened(link),
    cut: () => events?.lost(),
    signOut: () => events?.signedOut(),
  }
}

/** A stream that the test feeds, cuts and ends; it ends when its reader goes away, as a real one does. */
export function createTestStream<T>(signal?: AbortSignal) {
  const queue: T[] = []
  let wake = () => {}
  let end: { error: unknown } | 'done' | null = null
  const stop = (how: { error: unknown } | 'done') => {
    end ??= how
    wake()
  }
  signal?.addEventListener('abort', () => stop('done'))
  async function* read(): AsyncGenerator<T, void, void> {
    for (;;) {
      while (queue.length > 0) yield queue.shift() as T
      if (end === 'done') return
      if (end) throw end.error
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  return {
    events: read(),
    push(event: T) {
      queue.push(event)
      wake()
    },
    end: () => stop('done'),
    fail: (error: unknown) => stop({ error }),
    isStopped: () => end !== null,
  }
}
