import { describe, expect, test, vi } from 'vitest'
import { systemClock } from './clock.ts'
import { createFakeClock } from './fake-clock.ts'

describe('the real clock', () => {
  test('a delay longer than Node can take does not fire at once', () => {
    vi.useFakeTimers()
    try {
      const month = 30 * 24 * 3600 * 1000
      const run = vi.fn()
      systemClock.after(month, run)
      vi.advanceTimersByTime(month - 1)
      expect(run).not.toHaveBeenCalled()
      vi.advanceTimersByTime(1)
      expect(run).toHaveBeenCalledOnce()
    } finally {
      vi.useRealTimers()
    }
  })

  test('a cancelled timer stays silent', () => {
    vi.useFakeTimers()
    try {
      const once = vi.fn()
      const often = vi.fn()
      systemClock.after(10, once).cancel()
      const timer = systemClock.every(10, often)
      vi.advanceTimersByTime(25)
      timer.cancel()
      vi.advanceTimersByTime(100)
      expect(once).not.toHaveBeenCalled()
      expect(often).toHaveBeenCalledTimes(2)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('the fake clock', () => {
  test('fires timers in order of time, those made on the way included', () => {
    const clock = createFakeClock()
    const seen: string[] = []
    clock.after(30, () => seen.push('c'))
    clock.after(10, () => {
      seen.push('a')
      clock.after(10, () => seen.push('b'))
    })
    clock.advance(29)
    expect(seen).toEqual(['a', 'b'])
    clock.advance(1)
    expect(seen).toEqual(['a', 'b', 'c'])
    expect(clock.pending()).toBe(0)
  })

  test('repeats until cancelled and tells both times', () => {
    const clock = createFakeClock(1_000)
    let count = 0
    const timer = clock.every(10, () => count++)
    clock.advance(35)
    timer.cancel()
    clock.advance(35)
    expect(count).toBe(3)
    expect(clock.monotonic()).toBe(70)
    expect(clock.now()).toBe(1_070)
    clock.jump(-500)
    expect(clock.now()).toBe(570)
    expect(clock.monotonic()).toBe(70)
  })

  test('lets promises settle between timers', async () => {
    const clock = createFakeClock()
    let done = false
    clock.after(5, () => {
      void Promise.resolve().then(() => clock.after(5, () => void (done = true)))
    })
    await clock.advanceAsync(10)
    expect(done).toBe(true)
  })
})
