import { expect, test } from 'vitest'
import { createSlot } from './slot.ts'

test('G16 jobs run one after another in the order in which they were asked for', async () => {
  const slot = createSlot()
  const order: string[] = []
  const job = (name: string) => async () => {
    order.push(`${name} starts`)
    await Promise.resolve()
    order.push(`${name} ends`)
  }
  await Promise.all([slot.run(job('a')), slot.run(job('b'))])
  expect(order).toEqual(['a starts', 'a ends', 'b starts', 'b ends'])
  expect(slot.busy()).toBe(false)
})

test('a job that was given up while it waited never runs, and the next one does', async () => {
  const slot = createSlot()
  const stop = new AbortController()
  let release = () => {}
  const first = slot.run(() => new Promise<void>((resolve) => (release = resolve)))
  const second = slot.run(() => Promise.resolve('second'), stop.signal)
  const third = slot.run(() => Promise.resolve('third'))
  await Promise.resolve()
  stop.abort()
  release()
  await first
  await expect(second).rejects.toMatchObject({ name: 'AbortError' })
  expect(await third).toBe('third')
})

test('an interruption reaches the job that runs and not the one that waits', async () => {
  const slot = createSlot()
  const seen: boolean[] = []
  const wait = (signal: AbortSignal) =>
    new Promise<void>((resolve) => signal.addEventListener('abort', () => (seen.push(true), resolve())))
  const first = slot.run(wait)
  const second = slot.run((signal) => Promise.resolve(void seen.push(signal.aborted)))
  await Promise.resolve()
  slot.interrupt()
  await Promise.all([first, second])
  expect(seen).toEqual([true, false])
})
