import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readableLog } from './readable-log.ts'

const at = new Date(2026, 10, 24, 9, 5, 7).toISOString()
const line = (fields: object): string => JSON.stringify({ level: 30, time: at, ...fields })

test('a line of the log reads as time, event and what belongs to it', () => {
  expect(readableLog(`${line({ keys: ['theme', 'seed'], msg: 'settings.changed' })}\n`)).toBe(
    '2026-11-24 09:05:07  settings.changed  keys: theme seed',
  )
  expect(readableLog(line({ level: 50, pid: 7, reason: 'abort', msg: 'engine.ended' }))).toBe(
    '2026-11-24 09:05:07  error  engine.ended  pid: 7, reason: abort',
  )
  expect(readableLog(line({ versions: { node: '24.21.0', cause: '' }, gpu: null, msg: 'engine.ready' }))).toBe(
    '2026-11-24 09:05:07  engine.ready  versions: {node: 24.21.0}, gpu: null',
  )
})

test('a line that is cut, or not ours, is shown as it is', () => {
  expect(readableLog('"msg":"x"}\n[1]\nplain\n')).toBe('"msg":"x"}\n[1]\nplain')
})

test('whatever the log holds, each line of it gives one line or more, and nothing fails', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.json(), fc.string())), (lines) => {
      const text = lines.join('\n')
      expect(readableLog(text).split('\n').length).toBeGreaterThanOrEqual(
        Math.max(1, text.split('\n').filter(Boolean).length),
      )
    }),
  )
})
