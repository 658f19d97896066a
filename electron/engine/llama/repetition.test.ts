import { describe, expect, test } from 'vitest'
import { createRepetitionDetector } from './repetition.ts'

/** Words as tokens, the same number for the same word. */
function tokensOf(text: string): number[] {
  const ids = new Map<string, number>()
  return (text.match(/ ?\w+|\s+|[^\s\w]/g) ?? []).map((word) => {
    const id = ids.get(word) ?? ids.size
    ids.set(word, id)
    return id
  })
}

/** The index of the token at which it fired, or -1. */
function firesAt(tokens: readonly number[]): number {
  const detector = createRepetitionDetector()
  return tokens.findIndex((token) => detector.push(token))
}

const cycle = (length: number, total: number): number[] => Array.from({ length: total }, (_, i) => 1000 + (i % length))
const prose = Array.from({ length: 500 }, (_, i) => (i * 7919) % 503)

describe('an endless repetition', () => {
  test('the same token 256 times ends it, 255 do not', () => {
    expect(firesAt([...prose, ...cycle(1, 256)])).toBe(500 + 255)
    expect(firesAt([...prose, ...cycle(1, 255), ...prose])).toBe(-1)
  })

  test.each([2, 3, 17, 64, 96, 150, 200])(
    'a loop of %i tokens is found once it has gone round often enough',
    (length) => {
      const needed = Math.max(768, 8 * length)
      expect(firesAt([...prose, ...cycle(length, 4000)])).toBe(500 + needed - 1)
    },
  )

  test('a loop that is broken starts anew', () => {
    const part = cycle(5, 700)
    expect(firesAt([...part, 1, ...part, 2, ...part])).toBe(-1)
  })
})

describe('what repeats itself with reason', () => {
  test('a table of many rows', () => {
    const rows = Array.from({ length: 200 }, (_, i) => `| ${i} | ${i * i} | yes | no |\n`)
    expect(firesAt(tokensOf(`| n | square | a | b |\n|---|---|---|---|\n${rows.join('')}`))).toBe(-1)
  })

  test('an empty table, a ruler and a matrix of zeros', () => {
    expect(firesAt(tokensOf('|  |  |  |\n'.repeat(40)))).toBe(-1)
    expect(firesAt(tokensOf('-'.repeat(120)))).toBe(-1)
    expect(firesAt(tokensOf(`[${`${'0, '.repeat(15)}0],\n[`.repeat(16)}]`))).toBe(-1)
  })

  test('a numbered list and code that copies itself', () => {
    const list = Array.from({ length: 300 }, (_, i) => `${i + 1}. Buy milk, eggs and bread.\n`).join('')
    expect(firesAt(tokensOf(list))).toBe(-1)
    const code = Array.from({ length: 60 }, (_, i) => `  case ${i}:\n    return handle(${i})\n`).join('')
    expect(firesAt(tokensOf(`switch (x) {\n${code}}`))).toBe(-1)
  })

  test('a song whose chorus comes back, and a line written a hundred times', () => {
    const verse = (i: number) => `Verse ${i} tells of ${i} more ships upon the sea\n`
    const chorus = 'Sing, sing, sing with me, sing of ships upon the sea\n'.repeat(4)
    expect(firesAt(tokensOf(Array.from({ length: 12 }, (_, i) => verse(i) + chorus).join('')))).toBe(-1)
    expect(firesAt(tokensOf('I will be kind\n'.repeat(80)))).toBe(-1)
  })
})
