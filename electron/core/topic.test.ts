import { expect, test } from 'vitest'
import { createFeed, createTopic } from './topic.ts'

test('a reader of a topic gets the current value first and then the newest, not every one in between', async () => {
  const topic = createTopic(1)
  const stop = new AbortController()
  const values = topic.watch(stop.signal)
  expect((await values.next()).value).toBe(1)
  topic.set(2)
  topic.set(3)
  expect((await values.next()).value).toBe(3)
  stop.abort()
  expect((await values.next()).done).toBe(true)
})

test('a reader that waits is released when its page goes away', async () => {
  const topic = createTopic('a')
  const stop = new AbortController()
  const values = topic.watch(stop.signal)
  await values.next()
  const waiting = values.next()
  stop.abort()
  expect((await waiting).done).toBe(true)
})

test('a feed delivers every event in order and joins those that a slow reader has not taken yet', async () => {
  const feed = createFeed<string>((last, next) => (last.startsWith('d') && next.startsWith('d') ? last + next : null))
  const stop = new AbortController()
  const events = feed.watch(() => ['first'], stop.signal)
  expect((await events.next()).value).toBe('first')
  feed.publish('d1')
  feed.publish('d2')
  feed.publish('end')
  expect((await events.next()).value).toBe('d1d2')
  expect((await events.next()).value).toBe('end')
  stop.abort()
  expect((await events.next()).done).toBe(true)
  expect(feed.readers).toBe(0)
})
