import { expect, test } from 'vitest'
import type { ChatEvent, MessageState } from '../../contract/chat.ts'
import type { ChatId, MessageId } from '../../contract/ids.ts'
import { createFakeClock } from '../fake-clock.ts'
import { createRunningAnswer } from './running-answer.ts'

type Reading = Extract<MessageState, { phase: 'reading' }>

function start() {
  const clock = createFakeClock()
  const told: Reading[] = []
  const answer = createRunningAnswer({
    chat: 'chat' as ChatId,
    message: 'message' as MessageId,
    clock,
    publish(event: ChatEvent) {
      if (event.type === 'state' && event.state.phase === 'reading') told.push(event.state)
    },
    save: () => undefined,
    onSaveFailed: () => ({ code: 'INTERNAL', message: '' }),
  })
  return { clock, answer, told }
}

test('reading a prompt tells the time left by the speed that was measured, and nothing before', () => {
  const { clock, answer, told } = start()
  // Long in the queue: that is no time of reading.
  clock.advance(60_000)
  answer.hooks.onStarted({ promptTokens: 5000, cachedTokens: 1000, droppedTurns: 0 })
  for (let done = 200; done <= 4000; done += 200) {
    clock.advance(500)
    answer.hooks.onReadProgress(done, 4000)
  }
  expect(told[0]).toMatchObject({ done: 0, total: 5000, cached: 1000, msLeft: null })
  expect(told[1]).toMatchObject({ msLeft: null })
  const known = told.slice(2)
  expect(known.map(({ msLeft }) => msLeft)).toEqual(known.map(({ done }) => (4000 - done) * 2.5))
  expect(known.length).toBeGreaterThan(15)
})

test('a prompt that is all in the cache has nothing left to read', () => {
  const { clock, answer } = start()
  answer.hooks.onStarted({ promptTokens: 10, cachedTokens: 10, droppedTurns: 0 })
  clock.advance(500)
  answer.hooks.onReadProgress(0, 0)
  const state = answer.state()
  expect(state.phase === 'reading' && state.msLeft !== null && !Number.isFinite(state.msLeft)).toBe(false)
})
