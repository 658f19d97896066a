import { beforeEach, expect, test } from 'vitest'
import { createFakeClock } from '../core/fake-clock.ts'
import { silentLog } from '../core/log.ts'
import { app, BrowserWindow, fake, resetElectron } from './electron-double.ts'
import { longestQuitMs, quitInOrder } from './quit.ts'

beforeEach(resetElectron)

function ready() {
  const clock = createFakeClock()
  const saved = Promise.withResolvers<void>()
  const errors: string[] = []
  let disposals = 0
  const log = { ...silentLog, error: (event: string) => void errors.push(event) }
  const dispose = () => {
    disposals++
    return saved.promise
  }
  quitInOrder({ app: app as never, clock, log, dispose })
  return { clock, saved, errors, disposals: () => disposals }
}

test('quitting in mid-answer waits until the text is stored, then the app quits by itself', async () => {
  const { clock, saved, disposals } = ready()
  const window = new BrowserWindow()
  window.show()
  app.quit()
  expect(window.fakeShown).toBe(false)
  await clock.advanceAsync(longestQuitMs - 1)
  expect(fake.quits).toBe(0)
  saved.resolve()
  await clock.advanceAsync(0)
  expect(fake.quits).toBe(1)
  expect(disposals()).toBe(1)
  expect(clock.pending()).toBe(0)
})

test('quitting takes three seconds at most, whatever hangs', async () => {
  const { clock, errors } = ready()
  app.quit()
  await clock.advanceAsync(longestQuitMs)
  expect(fake.quits).toBe(1)
  expect(errors).toEqual(['quit.too-long'])
})

test('what is stored too late does not quit a second time', async () => {
  const { clock, saved } = ready()
  app.quit()
  await clock.advanceAsync(longestQuitMs)
  saved.resolve()
  await clock.advanceAsync(0)
  expect(fake.quits).toBe(1)
})

test('an impatient second quit changes nothing', async () => {
  const { clock, saved, disposals } = ready()
  app.quit()
  app.quit()
  expect(fake.quits).toBe(0)
  saved.resolve()
  await clock.advanceAsync(0)
  expect(fake.quits).toBe(1)
  expect(disposals()).toBe(1)
})

test('an app that cannot store still quits, and says so in the log', async () => {
  const { clock, saved, errors } = ready()
  app.quit()
  saved.reject(new Error('disk full'))
  await clock.advanceAsync(0)
  expect(fake.quits).toBe(1)
  expect(errors).toEqual(['quit.failed'])
})
