import { expect, test } from 'vitest'
import { createSlot } from './slot.ts'

test('G16 jobs run one after another in the order in which they were asked for', async () => {
  const slot = createSlot({ mostWaiting: 32 })
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
  const slot = createSlot({ mostWaiting: 32 })
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
  const slot = createSlot({ mostWaiting: 32 })
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

test('G14 a job that is given up while it waits ends at once, and the one that runs goes on', async () => {
  const slot = createSlot({ mostWaiting: 32 })
  const stop = new AbortController()
  let release = () => {}
  const first = slot.run(() => new Promise<string>((resolve) => (release = () => resolve('first'))))
  let ran = false
  const second = slot.run(() => Promise.resolve((ran = true)), stop.signal)
  await Promise.resolve()
  stop.abort()
  await expect(second).rejects.toMatchObject({ name: 'AbortError' })
  expect(slot.busy()).toBe(true)
  release()
  expect(await first).toBe('first')
  expect(await slot.run(() => Promise.resolve('third'))).toBe('third')
  expect({ ran, busy: slot.busy() }).toEqual({ ran: false, busy: false })
})

test('a job that was given up before it was asked for never runs', async () => {
  const slot = createSlot({ mostWaiting: 32 })
  await expect(slot.run(() => Promise.resolve('ran'), AbortSignal.abort())).rejects.toMatchObject({
    name: 'AbortError',
  })
  expect(slot.busy()).toBe(false)
})

test('whoever takes over ends what runs and goes before those that wait', async () => {
  const slot = createSlot({ mostWaiting: 32 })
  const order: string[] = []
  const first = slot.run((interrupted) =>
    new Promise<void>((resolve) => interrupted.addEventListener('abort', () => resolve())).then(
      () => void order.push('the first is ended'),
    ),
  )
  const second = slot.run(async () => void order.push('the second'))
  await Promise.resolve()
  await slot.takeOver(async () => void order.push('who took over'))
  await Promise.all([first, second])
  expect(order).toEqual(['the first is ended', 'who took over', 'the second'])
})
