import { expect, test, vi } from 'vitest'
import { AppError } from '../../electron/contract/errors.ts'
import { createFakeTimers, settle } from '../test-support/fake-timers.ts'
import { createTestStream, createTestTransport } from '../test-support/test-transport.ts'
import { createTopicHub, type Topic } from './topic.ts'

type Sum = { total: number; from: number | null }

/** A topic of numbers whose state is their sum; it tells the host where to go on. */
function setup() {
  const streams: ReturnType<typeof createTestStream<number>>[] = []
  const opened: (Sum | undefined)[] = []
  const host = createTestTransport(() => undefined)
  const timers = createFakeTimers()
  const hub = createTopicHub({ connection: host.connection, after: timers.after })
  const topic: Topic<Sum, number> = {
    key: 'sum',
    open: async (_client, signal, state) => {
      opened.push(state)
      const stream = createTestStream<number>(signal)
      streams.push(stream)
      return stream.events
    },
    reduce: (state, event) => ({ total: (state?.total ?? 0) + event, from: state?.from ?? null }),
  }
  return { host, timers, hub, topic, streams, opened }
}

test('a reader waits for the first connection and then has the current value', async () => {
  const { host, hub, topic, streams, timers } = setup()
  const { store } = hub.acquire(topic)
  expect(store.getState().phase).toBe('waiting')
  host.open()
  await timers.advance(0)
  streams[0]?.push(3)
  await settle()
  expect(store.getState()).toEqual({ phase: 'ready', value: { total: 3, from: null }, live: true })
})

test('readers of one topic share one stream, which outlives the last of them a little', async () => {
  const { host, hub, topic, streams, timers } = setup()
  host.open()
  const first = hub.acquire(topic)
  const second = hub.acquire(topic)
  await timers.advance(0)
  expect(streams).toHaveLength(1)
  first.release()
  second.release()
  const third = hub.acquire(topic)
  await timers.advance(10_000)
  expect(streams).toHaveLength(1)
  expect(streams[0]?.isStopped()).toBe(false)
  third.release()
  await timers.advance(10_000)
  expect(streams[0]?.isStopped()).toBe(true)
  expect(hub.value(topic).phase).toBe('waiting')
})

test('a lost connection keeps the last value and goes on from it when the host is back', async () => {
  const { host, hub, topic, streams, opened, timers } = setup()
  host.open()
  const { store } = hub.acquire(topic)
  await timers.advance(0)
  streams[0]?.push(3)
  await settle()
  host.cut()
  streams[0]?.fail(new AppError('CONNECTION_LOST', 'cut'))
  await timers.advance(60_000)
  expect(store.getState()).toEqual({ phase: 'ready', value: { total: 3, from: null }, live: false })
  expect(streams).toHaveLength(1)
  host.open()
  await timers.advance(60_000)
  expect(streams).toHaveLength(2)
  expect(opened[1]).toEqual({ total: 3, from: null })
  streams[1]?.push(4)
  await settle()
  expect(store.getState()).toEqual({ phase: 'ready', value: { total: 7, from: null }, live: true })
})

test('a stream that fails says why and is opened again, less and less often', async () => {
  const { host, hub, timers } = setup()
  host.open()
  const open = vi.fn<() => Promise<AsyncIterable<number>>>(() => Promise.reject(new AppError('CHAT_NOT_FOUND', 'gone')))
  const { store } = hub.acquire({ key: 'broken', open, reduce: (_: number | undefined, event: number) => event })
  await timers.advance(0)
  expect(store.getState()).toMatchObject({ phase: 'failed', error: { code: 'CHAT_NOT_FOUND' } })
  await timers.advance(10_000)
  const early = open.mock.calls.length
  expect(early).toBeGreaterThan(2)
  await timers.advance(60_000)
  expect(open.mock.calls.length - early).toBeLessThanOrEqual(8)
})
