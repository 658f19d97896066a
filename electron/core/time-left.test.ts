import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFakeClock } from './fake-clock.ts'
import { createTimeLeft } from './time-left.ts'

function start() {
  const clock = createFakeClock()
  const left = createTimeLeft(clock)
  return {
    /** What is told when so much is done after so many more milliseconds. */
    after(ms: number, share: number) {
      clock.advance(ms)
      return left.at(share)
    },
  }
}

test('nothing is said about the time left before there is a speed to go by', () => {
  const job = start()
  expect([job.after(0, 0), job.after(100, 0), job.after(100, 0.02)]).toEqual([null, null, null])
  expect(job.after(300, 0.05)).not.toBeNull()
})

test('a steady job counts down to its end', () => {
  const job = start()
  const told = Array.from({ length: 100 }, (_, step) => job.after(100, (step + 1) / 100))
  const begun = told.findIndex((ms) => ms !== null)
  expect(begun).toBeLessThan(6)
  expect(told.slice(begun)).toEqual(told.slice(begun).map((_, step) => 10_000 - (begun + step + 1) * 100))
  expect(told.at(-1)).toBe(0)
})

test('a wait before the first step, as when the engine itself has to start, says nothing about the speed', () => {
  const job = start()
  job.after(3000, 0)
  job.after(500, 0.1)
  expect(job.after(500, 0.2)).toBe(4000)
})

test('a job that becomes slower is told so step by step, and the time left does not jump', () => {
  const job = start()
  for (let share = 0.01; share <= 0.5; share += 0.01) job.after(100, share)
  const told = Array.from({ length: 60 }, (_, step) => job.after(100, 0.5 + (step + 1) * 0.002) ?? Number.NaN)
  const changes = told.slice(1).map((ms, at) => ms - (told[at] ?? 0))
  expect(Math.max(...changes)).toBeLessThan(2000)
  // 0.38 is left at 0.02 a second.
  expect(told.at(-1)).toBeGreaterThan(15_000)
  expect(told.at(-1)).toBeLessThan(20_000)
})

test('while nothing moves, the time left stands still with it', () => {
  const job = start()
  for (let step = 0; step <= 10; step++) job.after(100, step / 20)
  const before = job.after(100, 0.5)
  const stalled = Array.from({ length: 100 }, () => job.after(100, 0.5))
  expect(stalled.at(-1)).toBeGreaterThanOrEqual(before ?? Infinity)
})

test('whatever is told to it, it says null or milliseconds', () => {
  const step = fc.tuple(fc.nat(5000), fc.oneof(fc.double(), fc.double({ min: 0, max: 1, noNaN: true })))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const job = start()
      for (const [ms, share] of steps) {
        const told = job.after(ms, share)
        expect(told === null || (Number.isSafeInteger(told) && told >= 0)).toBe(true)
      }
    }),
  )
})
