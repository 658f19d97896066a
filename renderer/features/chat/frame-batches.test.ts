import { expect, test } from 'vitest'
import { createTestStream } from '../../test-support/test-transport.ts'
import { settle } from '../../test-support/fake-timers.ts'
import { frameBatches } from './frame-batches.ts'

function setUp() {
  const source = createTestStream<number>()
  let frame: (() => void) | null = null
  const batches: (readonly number[])[] = []
  const drawing = { ms: 0 }
  let time = 0
  const reading = (async () => {
    for await (const batch of frameBatches(source.events, { atNextFrame: (run) => (frame = run), now: () => time })) {
      batches.push(batch)
      time += drawing.ms
    }
  })()
  const nextFrame = async (): Promise<void> => {
    await settle()
    frame?.()
    frame = null
    await settle()
  }
  return { source, batches, reading, nextFrame, drawing }
}

test('whatever comes between two frames changes the page once', async () => {
  const { source, batches, nextFrame } = setUp()
  for (const value of [1, 2, 3]) source.push(value)
  await settle()
  expect(batches).toEqual([])
  await nextFrame()
  expect(batches).toEqual([[1, 2, 3]])
  source.push(4)
  await nextFrame()
  expect(batches).toEqual([[1, 2, 3], [4]])
})

test('the last words come before the end, and before a failure', async () => {
  const ended = setUp()
  ended.source.push(1)
  ended.source.end()
  await ended.nextFrame()
  await ended.reading
  expect(ended.batches).toEqual([[1]])

  const failed = setUp()
  failed.source.push(1)
  failed.source.fail(new Error('cut'))
  const outcome = failed.reading.catch((error: unknown) => error)
  await failed.nextFrame()
  expect(await outcome).toEqual(new Error('cut'))
  expect(failed.batches).toEqual([[1]])
})

test('where drawing is slow, frames are left free between two changes', async () => {
  const { source, batches, nextFrame, drawing } = setUp()
  drawing.ms = 12
  source.push(1)
  await nextFrame()
  source.push(2)
  await nextFrame()
  source.push(3)
  await nextFrame()
  expect(batches).toEqual([[1]])
  drawing.ms = 1
  await nextFrame()
  expect(batches).toEqual([[1], [2, 3]])
  source.push(4)
  await nextFrame()
  expect(batches).toEqual([[1], [2, 3], [4]])
})
