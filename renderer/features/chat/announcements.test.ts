import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createAnnouncements } from './announcements.ts'

test('A6 whole sentences are read aloud, at most once in two seconds', () => {
  const announcements = createAnnouncements()
  expect(announcements.grow('It is', 0)).toBeNull()
  expect(announcements.grow('It is done. And', 100)).toBe('It is done. ')
  expect(announcements.grow('It is done. And more. Then', 1900)).toBeNull()
  expect(announcements.grow('It is done. And more. Then', 2100)).toBe('And more. ')
  expect(announcements.finish('It is done. And more. Then end')).toBe('Then end')
})

test('A6 what was read aloud is the answer, however it came', () => {
  const text = 'One. Two! Is it three? Yes.\nFour, five… 六。七！ "Eight." Nine'
  fc.assert(
    fc.property(fc.array(fc.record({ length: fc.nat(text.length), wait: fc.nat(3000) })), (steps) => {
      const announcements = createAnnouncements()
      const said: string[] = []
      const times: number[] = []
      let now = 0
      for (const { length, wait } of steps.toSorted((a, b) => a.length - b.length)) {
        now += wait
        const words = announcements.grow(text.slice(0, length), now)
        if (words === null) continue
        said.push(words)
        times.push(now)
      }
      said.push(announcements.finish(text) ?? '')
      expect(said.join('')).toBe(text)
      expect(times.slice(1).every((time, index) => time - (times[index] ?? 0) >= 2000)).toBe(true)
    }),
  )
})
