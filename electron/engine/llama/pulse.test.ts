import { expect, test } from 'vitest'
import { createFakeClock } from '../../core/fake-clock.ts'
import { startPulse } from './pulse.ts'

test('G4 an engine that writes what nobody sees yet shows once a second that it gets on; a hung one does not', () => {
  const clock = createFakeClock()
  let position = 7
  const beats: number[] = []
  const stop = startPulse({
    after(ms, run) {
      const timer = clock.after(ms, run)
      return () => timer.cancel()
    },
    position: () => position,
    beat: () => beats.push(clock.monotonic()),
  })
  for (let second = 0; second < 3; second++) {
    position += 10
    clock.advance(1000)
  }
  clock.advance(60_000)
  position++
  clock.advance(1000)
  expect(beats).toEqual([1000, 2000, 3000, 64_000])
  stop()
  expect(clock.pending()).toBe(0)
})
