import fc from 'fast-check'
import { expect, test } from 'vitest'
import { titleFrom } from './chat-title.ts'

test('a chat is titled by the first line that says something', () => {
  expect(titleFrom('How do I check two drives?')).toBe('How do I check two drives?')
  expect(titleFrom('\n\n---\n## **Plan** for `May`\nmore')).toBe('Plan for May')
  expect(titleFrom('…\n\u0000\n')).toBe('New chat')
})

test('a long first line is cut at a word and never in the middle of a character', () => {
  const title = titleFrom('word '.repeat(40))
  expect(title.endsWith('word…')).toBe(true)
  expect(title.length).toBeLessThanOrEqual(61)
  expect(titleFrom('😀'.repeat(100))).not.toMatch(/\p{Surrogate}/u)
})

test('only what Markdown reads as a mark is taken out', () => {
  const kept = [
    'Is a > b?',
    'why does snake_case and x[0] | y # z',
    'a * b * c',
    '<b>bold</b> <img src=x>',
    '5 stars ***',
  ]
  expect(kept.map(titleFrom)).toEqual(kept)
  expect(titleFrom('> - 1. **Both** _of_ ~~these~~ [links](https://example.org) and ![pictures](x.png)')).toBe(
    'Both of these links and pictures',
  )
  expect(titleFrom('```python\nprint(1)\n```')).toBe('print(1)')
})

test('any text gives a title, in no time', () => {
  const marks = fc.string({
    unit: fc.constantFrom('*', '_', '`', '[', ']', '(', ')', '>', '#', ' ', 'a', '\n'),
    maxLength: 800,
  })
  fc.assert(
    fc.property(fc.oneof(marks, fc.string({ unit: 'binary', maxLength: 800 })), (text) => {
      const title = titleFrom(text)
      expect(title.length).toBeGreaterThan(0)
      expect(title).not.toContain('\n')
    }),
  )
})
