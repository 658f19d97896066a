import { expect, test } from 'vitest'
import { createNativeLog } from './native-log.ts'

test('keeps what was said last, and passes on what went wrong', () => {
  const written: string[] = []
  const log = createNativeLog((line) => written.push(line))
  log.add('info', 'loading\n')
  log.add('error', 'first\nsecond\n\n')
  expect(log.lines()).toEqual(['loading', 'first', 'second'])
  expect(written).toEqual(['error: first\n', 'error: second\n'])
  for (let i = 0; i < 1000; i++) log.add('warn', `line ${i}`)
  expect(log.lines()).toHaveLength(200)
  expect(log.lines().at(-1)).toBe('line 999')
  log.clear()
  expect(log.lines()).toEqual([])
})
