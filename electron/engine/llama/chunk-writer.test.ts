import { expect, test } from 'vitest'
import { createFakeClock } from '../../core/fake-clock.ts'
import type { FromEngine } from '../engine-protocol.ts'
import { createChunkWriter } from './chunk-writer.ts'

function start() {
  const clock = createFakeClock()
  const sent: { at: number; message: Extract<FromEngine, { type: 'chunk' }> }[] = []
  const writer = createChunkWriter({
    id: 7,
    post: (message) => sent.push({ at: clock.monotonic(), message: structuredClone(message) }),
    now: clock.monotonic,
    after(ms, run) {
      const timer = clock.after(ms, run)
      return () => timer.cancel()
    },
  })
  return { clock, sent, writer }
}

test('the first word goes out at once, the rest at most once a frame, and none is lost', () => {
  const { clock, sent, writer } = start()
  for (let token = 1; token <= 100; token++) {
    writer.push('text', `${token} `, token)
    clock.advance(3)
  }
  writer.finish()
  expect(sent[0]).toMatchObject({ at: 0, message: { seq: 1, parts: [{ kind: 'text', text: '1 ' }], tokens: 1 } })
  expect(sent.length).toBeLessThanOrEqual(300 / 16 + 2)
  const gaps = sent.slice(1, -1).map(({ at }, i) => at - (sent[i]?.at ?? 0))
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(16)
  expect(sent.map(({ message }) => message.seq)).toEqual(sent.map((_, i) => i + 1))
  const text = sent.flatMap(({ message }) => message.parts.map((part) => part.text)).join('')
  expect(text).toBe(Array.from({ length: 100 }, (_, i) => `${i + 1} `).join(''))
  expect(sent.at(-1)?.message.tokens).toBe(100)
})

test('thought and text stay apart and in order', () => {
  const { sent, writer } = start()
  writer.push('thought', 'hm', 1)
  writer.push('thought', ' so', 2)
  writer.push('text', '', 2)
  writer.push('text', 'Yes', 3)
  writer.push('text', '.', 4)
  writer.finish()
  writer.finish()
  expect(sent.map(({ message }) => message.parts)).toEqual([
    [{ kind: 'thought', text: 'hm' }],
    [
      { kind: 'thought', text: ' so' },
      { kind: 'text', text: 'Yes.' },
    ],
  ])
})

test('G4 a sign that the model gets on has a number like any chunk, and takes along what waits', () => {
  const { clock, sent, writer } = start()
  writer.push('text', 'a', 1)
  writer.alive()
  clock.advance(1000)
  writer.push('text', '', 5)
  writer.alive()
  clock.advance(5)
  writer.push('text', 'é', 6)
  clock.advance(1000)
  writer.alive()
  writer.finish()
  expect(sent.map(({ at, message }) => [at, message.seq, message.parts.length, message.tokens])).toEqual([
    [0, 1, 1, 1],
    [1000, 2, 0, 5],
    [1016, 3, 1, 6],
    [2005, 4, 0, 6],
  ])
  expect(clock.pending()).toBe(0)
})

test('a slow model is not held back', () => {
  const { clock, sent, writer } = start()
  for (const word of ['a', 'b', 'c']) {
    writer.push('text', word, 1)
    clock.advance(100)
  }
  expect(sent.map(({ at }) => at)).toEqual([0, 100, 200])
})
