/**
 * A queue between something that happens and somebody who reads at their own speed. Ends when the signal aborts: the
 * reader may be waiting for the next event at that moment, so waiting must end too.
 */
export type Channel<T> = {
  push(event: T): void
  read(signal: AbortSignal | undefined): AsyncGenerator<T, void, void>
  close(): void
}

/** `merge` joins an event with the last one that is still unread, or returns null to keep both. */
export function createChannel<T>(merge: (last: T, next: T) => T | null = () => null): Channel<T> {
  const unread: T[] = []
  let closed = false
  let wake: (() => void) | null = null
  const ring = () => {
    wake?.()
    wake = null
  }
  return {
    push(event) {
      if (closed) return
      const last = unread.at(-1)
      const merged = last === undefined ? null : merge(last, event)
      if (merged === null) unread.push(event)
      else unread[unread.length - 1] = merged
      ring()
    },
    close() {
      closed = true
      ring()
    },
    async *read(signal) {
      signal?.addEventListener('abort', ring)
      try {
        while (!signal?.aborted) {
          const next = unread.shift()
          if (next !== undefined) yield next
          else if (closed) return
          else await new Promise<void>((resolve) => (wake = resolve))
        }
      } finally {
        signal?.removeEventListener('abort', ring)
      }
    },
  }
}
