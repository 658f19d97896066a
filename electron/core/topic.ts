import { createChannel } from './channel.ts'
import type { Channel } from './channel.ts'

/** A value that is watched: each reader gets the current one first, then the newest whenever it is ready for it. */
export type Topic<T> = {
  get(): T
  set(value: T): void
  watch(signal: AbortSignal | undefined): AsyncGenerator<T, void, void>
  listen(listener: (value: T) => void): () => void
}

export function createTopic<T>(initial: T): Topic<T> {
  let current = initial
  const listeners = new Set<(value: T) => void>()
  const listen = (listener: (value: T) => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  return {
    get: () => current,
    set(value) {
      current = value
      for (const listener of listeners) listener(value)
    },
    listen,
    async *watch(signal) {
      const channel = createChannel<T>((_, next) => next)
      channel.push(current)
      const stop = listen(channel.push)
      try {
        yield* channel.read(signal)
      } finally {
        stop()
      }
    },
  }
}

/** Events that must all arrive, in order; `first` is made when a reader comes. */
export type Feed<T> = {
  publish(event: T): void
  watch(first: () => readonly T[], signal: AbortSignal | undefined): AsyncGenerator<T, void, void>
  readonly readers: number
}

export function createFeed<T>(merge?: (last: T, next: T) => T | null): Feed<T> {
  const readers = new Set<Channel<T>>()
  return {
    get readers() {
      return readers.size
    },
    publish(event) {
      for (const reader of readers) reader.push(event)
    },
    async *watch(first, signal) {
      const channel = createChannel<T>(merge)
      readers.add(channel)
      try {
        for (const event of first()) channel.push(event)
        yield* channel.read(signal)
      } finally {
        readers.delete(channel)
      }
    },
  }
}
