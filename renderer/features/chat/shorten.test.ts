import { expect, test } from 'vitest'
import { shorten } from './shorten.ts'

test('a long title is cut between characters, never inside one', () => {
  expect(shorten('Bread at 1,800 metres', 40)).toBe('Bread at 1,800 metres')
  expect(shorten('Bread at 1,800 metres', 10)).toBe('Bread at…')
  expect(shorten('👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 2)).toBe('👩‍👩‍👧‍👦…')
})
