import { expect, test } from 'vitest'
import { createFakeClock } from '../../core/fake-clock.ts'
import { createRenderWatch } from './render-watch.ts'

function start(goodMs = 40) {
  const clock = createFakeClock()
  const seen: string[] = []
  const watch = createRenderWatch({
    post: (message) => seen.push('calibrationMs' in message ? `rendering ${message.calibrationMs}` : message.type),
    now: clock.monotonic,
    guard: {
      start: () => seen.push('guard'),
      stop: () => seen.push('no guard'),
      workBegins: () => seen.push('begins'),
      workEnds: () => seen.push('ends'),
    },
    renderGood() {
      seen.push('good')
      clock.advance(goodMs)
    },
  })
  return { seen, watch }
}

test('G20 the app hears of a template before it runs and after it has ended, however it ends', () => {
  const { seen, watch } = start()
  expect(watch.run(() => seen.push('the template'))).toBe(3)
  expect(seen).toEqual(['rendering 0', 'begins', 'the template', 'ends', 'rendered'])
  const broken = (): never => {
    throw new Error('broken')
  }
  expect(() => watch.run(broken)).toThrow('broken')
  expect(seen.slice(-2)).toEqual(['ends', 'rendered'])
})

test('G20 a template that runs within another is one piece of work', () => {
  const { seen, watch } = start()
  watch.run(() => watch.run(() => seen.push('the template')))
  expect(seen).toEqual(['rendering 0', 'begins', 'the template', 'ends', 'rendered'])
})

test('G20 what a good template takes on this machine is measured once, before the first of a file', () => {
  const { seen, watch } = start(40)
  watch.prepare()
  watch.run(() => undefined)
  watch.relax()
  watch.prepare()
  expect(seen).toEqual(['guard', 'good', 'rendering 400', 'begins', 'ends', 'rendered', 'no guard', 'guard'])
})
