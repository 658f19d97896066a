import { expect, test } from 'vitest'
import { hideHome } from './hide-home.ts'

test('the home folder is not written, in whatever place a path stands', () => {
  expect(hideHome('ENOENT: open /home/ann/models/a.gguf (from /home/ann)', '/home/ann')).toBe(
    'ENOENT: open ~/models/a.gguf (from ~)',
  )
  expect(hideHome('at /home/ann/x', '/home/ann/')).toBe('at ~/x')
  expect(hideHome('at C:\\Homes\\ann\\x', 'C:\\Homes\\ann')).toBe('at ~\\x')
})

test("another one's folder that begins alike stays as it is", () => {
  expect(hideHome('/home/anna/x /home/ann-b /home/ann.old', '/home/ann')).toBe('/home/anna/x /home/ann-b /home/ann.old')
})

test.each(['', '/', '//'])('the home %j hides nothing', (home) => {
  expect(hideHome('open /usr/lib/a.so in 5 ms', home)).toBe('open /usr/lib/a.so in 5 ms')
})
