import fc from 'fast-check'
import { expect, test } from 'vitest'
import { noParts, partsOf, splitParts } from './split-parts.ts'
import { sampleAnswer } from './test-support/sample-answer.ts'

const paragraph = `${'word '.repeat(100).trim()}.\n\n`

test('the parts of a text are the text', () => {
  const text = sampleAnswer.repeat(6)
  const parts = partsOf(splitParts(text))
  expect(parts.length).toBeGreaterThan(2)
  expect(parts.join('')).toBe(text)
})

test('the cuts of a text are the same however it grew', () => {
  const text = sampleAnswer.repeat(5)
  fc.assert(
    fc.property(fc.array(fc.nat({ max: text.length }), { maxLength: 30 }), (lengths) => {
      let split = noParts
      for (const length of lengths.toSorted((a, b) => a - b)) split = splitParts(text.slice(0, length), split)
      expect(splitParts(text, split)).toEqual(splitParts(text))
    }),
  )
})

test.each([
  ['a fence', `${'```\n'}${paragraph.repeat(10)}${'```\n'}`],
  ['a formula', `$$\n${paragraph.repeat(10)}$$\n`],
  ['a list', '- item\n\n  more\n\n'.repeat(300)],
  ['a numbered list', '1. item\n\n'.repeat(400)],
  ['a text with a reference', `${paragraph.repeat(10)}[a]: https://example.org\n`],
  ['a text with a footnote', `${paragraph.repeat(10)}[^1]: The proof.\n`],
])('%s is not cut', (_name, text) => {
  expect(splitParts(text).ends).toEqual([])
})

test('a reference at the end makes one part of what was several', () => {
  const before = splitParts(paragraph.repeat(10))
  expect(before.ends.length).toBeGreaterThan(1)
  expect(splitParts(`${paragraph.repeat(10)}[a]: https://example.org`, before).ends).toEqual([])
})
