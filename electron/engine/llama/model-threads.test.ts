import { expect, test } from 'vitest'
import { createModelThreads } from './model-threads.ts'
import { threadsToTry } from './threads.ts'

/** Writes an answer of so many tokens; `cost` is milliseconds a token. Tells which numbers of threads were set. */
function answer(tokens: number, cost: (threads: number) => number, candidates: readonly number[]) {
  const set: number[] = []
  const threads = createModelThreads((count) => set.push(count), 8, candidates)
  threads.reading()
  threads.writing()
  for (let i = 0; i < tokens; i++) threads.wrote(1, cost(set.at(-1) ?? 0))
  return { set, found: threads.found() }
}

test('a prompt is read with all threads, and the answer written with those that are fastest', () => {
  const { set, found } = answer(120, (threads) => (threads === 4 ? 10 : 20), [8, 7, 4])
  expect(set.slice(0, 2)).toEqual([8, 8])
  expect(set.at(-1)).toBe(4)
  expect(found).toBe(4)
})

test('a number that was asked for is what it gets, and nothing is tried', () => {
  const { set, found } = answer(120, () => 10, [3])
  expect(set).toEqual([8, 3])
  expect(found).toBeNull()
})

test('an answer that is too short decides nothing', () => {
  expect(answer(20, () => 10, [8, 7, 4]).found).toBeNull()
})

test.each([
  [1, 1, [1]],
  [1, 2, [1, 2]],
  [2, 2, [2, 1]],
  [4, 8, [4, 3, 2]],
  [7, 8, [7, 6, 4]],
  [16, 32, [16, 15, 8]],
])('where %i threads are usual on %i processors, %j are tried', (usual, logical, tried) => {
  expect(threadsToTry(usual, logical)).toEqual(tried)
})
