import { expect, test } from 'vitest'
import { titleFrom } from './chat-title.ts'

test('a chat is titled by the first line that says something', () => {
  expect(titleFrom('How do I check two drives?')).toBe('How do I check two drives')
  expect(titleFrom('\n\n---\n## **Plan** for `May`\nmore')).toBe('Plan for May')
  expect(titleFrom('…\n\u0000\n')).toBe('New chat')
})

test('a long first line is cut at a word and never in the middle of a character', () => {
  const title = titleFrom('word '.repeat(40))
  expect(title.endsWith('word…')).toBe(true)
  expect(title.length).toBeLessThanOrEqual(61)
  expect(titleFrom('😀'.repeat(100))).not.toMatch(/\p{Surrogate}/u)
})
