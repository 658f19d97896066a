import { expect, test } from 'vitest'
import { threadCount } from './threads.ts'

test.each([
  ['auto', 2, 2, 2],
  ['auto', 1, 1, 1],
  ['auto', 4, 4, 4],
  ['auto', 4, 8, 4],
  ['auto', 8, 8, 7],
  ['auto', 16, 32, 16],
  ['auto', 64, 2, 2],
  [6, 2, 2, 2],
  [1, 8, 16, 1],
  [12, 8, 16, 12],
] as const)('%s on %i cores (%i logical) gives %i', (asked, physical, logical, threads) => {
  expect(threadCount(asked, physical, logical)).toBe(threads)
})

test('a small model gets one thread, unless more are asked for', () => {
  expect(threadCount('auto', 8, 16, 2_700_000)).toBe(1)
  expect(threadCount(4, 8, 16, 2_700_000)).toBe(4)
  expect(threadCount('auto', 8, 16, 400_000_000)).toBe(8)
})
