import { expect, test } from 'vitest'
import { createRandom } from '../../e2e/support/gguf/random.ts'
import { studentsT, trendOf } from './trend.ts'

test('a leak of three megabytes in ten minutes is found in the noise of a garbage collector', () => {
  const random = createRandom(1)
  const readings = Array.from({ length: 40 }, (_, i) => ({ minutes: i / 2, megabytes: 200 + i * 0.15 + random() * 2 }))
  const { slope, low, high } = trendOf(readings)
  expect(slope).toBeCloseTo(3, 0)
  expect(low).toBeGreaterThan(1)
  expect(high).toBeLessThan(5)
})

test('noise alone is no leak', () => {
  const random = createRandom(2)
  const readings = Array.from({ length: 40 }, (_, i) => ({ minutes: i / 2, megabytes: 200 + random() * 20 }))
  const { low, high } = trendOf(readings)
  expect(low).toBeLessThan(0)
  expect(high).toBeGreaterThan(0)
})

test('the interval is as wide as the tables of Student say', () => {
  for (const [df, t] of [
    [5, 2.571],
    [10, 2.228],
    [30, 2.042],
    [100, 1.984],
  ] as const)
    expect(studentsT(df)).toBeCloseTo(t, 1)
})

test('three readings are no trend', () => {
  expect(() => trendOf([1, 2, 3].map((minutes) => ({ minutes, megabytes: 1 })))).toThrow('four readings')
})
