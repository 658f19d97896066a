import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { createFakeClock } from '../core/fake-clock.ts'
import { keepLastWords } from './engine-launch-last-words.ts'

function start() {
  const stderr = new EventEmitter()
  const clock = createFakeClock()
  return {
    stderr,
    clock,
    words: keepLastWords(stderr, clock),
    say: (text: string) => stderr.emit('data', Buffer.from(text)),
  }
}

test('what an engine wrote is read to its end after the exit', async () => {
  const { stderr, clock, words, say } = start()
  say('GGML_ASSERT ')
  const whole = words.whole()
  say('failed')
  stderr.emit('end')
  expect(await whole).toBe('GGML_ASSERT failed')
  expect(clock.pending()).toBe(0)
})

test('a stream that something else holds open is waited for a moment only', async () => {
  const { clock, words, say } = start()
  say('one ')
  const whole = words.whole()
  await clock.advanceAsync(249)
  say('two')
  await clock.advanceAsync(1)
  expect(await whole).toBe('one two')
})

test('one that had ended before the exit, or never was, is not waited for', async () => {
  const { stderr, words, say } = start()
  say('bye')
  stderr.emit('close')
  expect(await words.whole()).toBe('bye')
  const none = keepLastWords(null, createFakeClock())
  none.add('it did not start')
  expect([none.soFar(), await none.whole()]).toEqual(['it did not start\n', 'it did not start\n'])
})
