import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createThreadTuner, type ThreadTuner } from './thread-tuner.ts'

/** Writes until the tuner has decided; `cost` is milliseconds a token. Tells how many tokens that took. */
function writeUntilFound(tuner: ThreadTuner, cost: (threads: number, token: number) => number): number {
  let tokens = 0
  while (tuner.found() === null && tokens < 10_000) tuner.wrote(1, cost(tuner.threads(), tokens++))
  return tokens
}

test('the number of threads that writes fastest is found within one short answer', () => {
  const tuner = createThreadTuner([4, 3, 2])
  const tokens = writeUntilFound(tuner, (threads) => ({ 4: 30, 3: 20, 2: 25 })[threads] ?? 99)
  expect(tuner.found()).toBe(3)
  expect(tuner.threads()).toBe(3)
  expect(tokens).toBeLessThan(100)
})

test('fewer threads are taken when more are hardly faster', () => {
  const tuner = createThreadTuner([8, 7, 4])
  writeUntilFound(tuner, (threads) => 20 - threads * 0.05)
  expect(tuner.found()).toBe(4)
})

test('a number that is ruinously slow is given up after two tokens', () => {
  const tuner = createThreadTuner([1, 2])
  let dear = 0
  writeUntilFound(tuner, (threads) => {
    if (threads === 2) dear++
    return threads === 2 ? 400 : 1
  })
  expect(tuner.found()).toBe(1)
  expect(dear).toBe(2)
})

test('a busy moment does not decide', () => {
  const tuner = createThreadTuner([2, 1])
  // Everything is twice as slow while the first number has its first turn.
  writeUntilFound(tuner, (threads, token) => (threads === 2 ? 20 : 30) * (token < 10 ? 2 : 1))
  expect(tuner.found()).toBe(2)
})

test('an answer that ends in the middle of a try counts for nothing', () => {
  const tuner = createThreadTuner([2, 1])
  for (let i = 0; i < 9; i++) tuner.wrote(1, 1000)
  tuner.interrupt()
  const tokens = writeUntilFound(tuner, (threads) => (threads === 2 ? 20 : 30))
  expect(tuner.found()).toBe(2)
  expect(tokens).toBe(2 * 3 * 10)
})

test('where there is nothing to choose nothing is tried', () => {
  const tuner = createThreadTuner([1, 1])
  expect(tuner.found()).toBe(1)
  expect(tuner.threads()).toBe(1)
})

test('what was found before is looked at once, and kept where nothing is clearly faster', () => {
  const tuner = createThreadTuner([1, 2], { known: true })
  const tokens = writeUntilFound(tuner, (threads) => (threads === 2 ? 19 : 20))
  expect(tuner.found()).toBe(1)
  expect(tokens).toBe(2 * 10)
})

test('what was found while the machine was busy with something else is found anew', () => {
  const tuner = createThreadTuner([1, 2], { known: true })
  writeUntilFound(tuner, (threads) => (threads === 2 ? 16 : 22))
  expect(tuner.found()).toBe(2)
})

test('one busy moment does not overturn what was found before', () => {
  const tuner = createThreadTuner([1, 2], { known: true })
  // Everything is twice as slow while the known number has its first turn.
  writeUntilFound(tuner, (threads, token) => (threads === 1 ? 15 : 20) * (token < 10 ? 2 : 1))
  expect(tuner.found()).toBe(1)
})

test('whatever it costs, a decision is made, and it is never more than the tie slower than the best', () => {
  const costs = fc.array(fc.double({ min: 0.5, max: 500, noNaN: true }), { minLength: 2, maxLength: 5 })
  fc.assert(
    fc.property(costs, (ms) => {
      const tuner = createThreadTuner(ms.map((_, i) => i + 1))
      writeUntilFound(tuner, (threads) => ms[threads - 1] ?? 0)
      const found = tuner.found()
      expect(found).not.toBeNull()
      expect(ms[(found ?? 0) - 1]).toBeLessThanOrEqual(Math.min(...ms) * 1.03 + 1e-9)
    }),
  )
})
