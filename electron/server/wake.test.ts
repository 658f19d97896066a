import { expect, test } from 'vitest'
import { createFakeClock } from '../core/fake-clock.ts'
import { silentLog } from '../core/log.ts'
import { followSleep } from './wake.ts'

function start(resume = () => Promise.resolve()) {
  const calls: string[] = []
  const errors: string[] = []
  const clock = createFakeClock()
  const follower = followSleep({
    core: {
      suspend: () => void calls.push('suspend'),
      resume() {
        calls.push('resume')
        return resume()
      },
    },
    clock,
    log: { ...silentLog, error: (event) => void errors.push(event) },
  })
  return { calls, errors, clock, follower }
}

test('after sleep the engine is asked once whether it still answers', () => {
  const { calls, clock } = start()
  clock.advance(60_000)
  clock.jump(8 * 3_600_000)
  expect(calls).toEqual([])
  clock.advance(10_000)
  expect(calls).toEqual(['suspend', 'resume'])
  clock.advance(600_000)
  expect(calls).toEqual(['suspend', 'resume'])
})

test('a day awake, a clock put right by seconds, and a busy machine are no sleep', () => {
  const { calls, clock } = start()
  clock.advance(24 * 3_600_000)
  clock.jump(20_000)
  clock.advance(10_000)
  expect(calls).toEqual([])
})

test('a clock that is set back hides no later sleep', () => {
  const { calls, clock } = start()
  clock.jump(-3_600_000)
  clock.advance(10_000)
  clock.jump(60_000)
  clock.advance(10_000)
  expect(calls).toEqual(['suspend', 'resume'])
})

test('an engine that cannot be asked is written down, and the next sleep is noticed too', async () => {
  const { calls, errors, clock } = start(() => Promise.reject(new Error('gone')))
  for (let night = 0; night < 2; night++) {
    clock.jump(60_000)
    await clock.advanceAsync(10_000)
  }
  expect(errors).toEqual(['power.resume-failed', 'power.resume-failed'])
  expect(calls).toHaveLength(4)
})

test('closing leaves no timer', () => {
  const { clock, follower } = start()
  follower.dispose()
  expect(clock.pending()).toBe(0)
})
