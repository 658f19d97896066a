import { expect, test } from 'vitest'
import type { FromEngine } from '../engine-protocol.ts'
import { createOneAtATime } from './one-at-a-time.ts'

const failed = (id: number): FromEngine => ({ type: 'failed', id, error: { code: 'INTERNAL', message: 'failed' } })
const settled = () => new Promise<void>((resolve) => void setImmediate(resolve))

test('a request that is asked for the moment the one before it fails or ends is not refused', async () => {
  const posted: FromEngine[] = []
  const work = createOneAtATime((message) => {
    posted.push(message)
    if ('id' in message && message.id < 3) work.run(message.id + 1, () => Promise.resolve(unloaded(message.id + 1)))
  }, failed)
  const unloaded = (id: number): FromEngine => ({ type: 'unloaded', id })
  work.run(1, () => Promise.reject(new Error('broken')))
  await settled()
  expect(posted).toMatchObject([
    { type: 'failed', id: 1, error: { code: 'INTERNAL' } },
    { type: 'unloaded', id: 2 },
    { type: 'unloaded', id: 3 },
  ])
})

test('a request while another is under way is refused as busy, and only the one that runs can be cancelled', async () => {
  const posted: FromEngine[] = []
  const work = createOneAtATime((message) => posted.push(message), failed)
  const untilCancelled = (signal: AbortSignal) =>
    new Promise<FromEngine>((resolve) =>
      signal.addEventListener('abort', () => resolve({ type: 'cancelled', id: 1 }), { once: true }),
    )
  work.run(1, untilCancelled)
  work.run(2, untilCancelled)
  work.cancel(2)
  await settled()
  expect(posted).toMatchObject([{ type: 'failed', id: 2, error: { code: 'ENGINE_BUSY' } }])
  work.cancel(1)
  await settled()
  expect(posted.at(-1)).toEqual({ type: 'cancelled', id: 1 })
})
