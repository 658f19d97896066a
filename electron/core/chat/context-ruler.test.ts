import { expect, test } from 'vitest'
import { contextUse } from './context-ruler.ts'

test('free room is what system prompt and history leave of the context', () => {
  expect(contextUse({ system: 100, turns: [50, 250], contextSize: 1000 })).toEqual({
    size: 1000,
    system: 100,
    history: 300,
    free: 600,
    exact: true,
    nextDrops: 0,
  })
})

test('before the context is full it is said how many turns the next message pushes out', () => {
  expect(contextUse({ system: 100, turns: [300, 300, 100, 100], contextSize: 1000 }).nextDrops).toBe(2)
  expect(contextUse({ system: 100, turns: [200, 200, 200, 200, 50, 50], contextSize: 1000 }).nextDrops).toBe(2)
  expect(contextUse({ system: 500, turns: [200, 200, 200, 200, 50, 50], contextSize: 1000 }).nextDrops).toBe(4)
})

test('a context that overflows has no room, never less than none', () => {
  expect(contextUse({ system: 900, turns: [300], contextSize: 1000 })).toMatchObject({ free: 0, nextDrops: 0 })
})
