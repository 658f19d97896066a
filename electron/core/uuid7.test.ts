import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { uuid7 } from './uuid7.ts'

test('an id is a valid UUID of version 7 that begins with its time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (now) => {
      const id = uuid7(now)
      expect(z.uuidv7().safeParse(id).success).toBe(true)
      expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(now)
    }),
  )
})

test('a clock that is off still gives valid ids, and no two are the same', () => {
  const ids = [-1, Number.MAX_SAFE_INTEGER, 0.5, 0.5].map(uuid7)
  for (const id of ids) expect(z.uuidv7().safeParse(id).success).toBe(true)
  expect(new Set(ids).size).toBe(ids.length)
})
