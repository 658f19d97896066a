import { beforeEach, expect, test } from 'vitest'
import { createFakeClock } from '../core/fake-clock.ts'
import { silentLog } from '../core/log.ts'
import { app, BrowserWindow, callsOf, fake, powerMonitor, resetElectron } from './electron-double.ts'
import { recoverPage } from './page-recovery.ts'
import { followPower } from './power.ts'

beforeEach(resetElectron)

function shown() {
  const clock = createFakeClock()
  const window = new BrowserWindow()
  recoverPage(window as never, { clock, log: silentLog })
  const end = (reason: string) => window.webContents.emit('render-process-gone', {}, { reason, exitCode: 1 })
  return { clock, window, end }
}

test('a page that crashes is loaded again', () => {
  const { end } = shown()
  end('crashed')
  end('oom')
  expect(callsOf('reload')).toHaveLength(2)
  expect(callsOf('showErrorBox')).toHaveLength(0)
})

test('a page that crashes three times within a minute is not loaded for ever, and the user is told', () => {
  const { end, window } = shown()
  for (let i = 0; i < 3; i++) end('crashed')
  expect(callsOf('reload')).toHaveLength(2)
  expect(callsOf('showErrorBox')).toHaveLength(1)
  expect(window.isDestroyed()).toBe(true)
})

test('crashes far apart do not add up, and a clean end is none', () => {
  const { clock, end } = shown()
  end('clean-exit')
  for (let i = 0; i < 5; i++) {
    end('crashed')
    clock.advance(31_000)
  }
  expect(callsOf('reload')).toHaveLength(5)
})

test('sleep and wake reach the core, and a failure after waking crashes nothing', async () => {
  const heard: string[] = []
  const log = { ...silentLog, error: (event: string) => void heard.push(event) }
  const core = {
    suspend: () => void heard.push('suspend'),
    resume: () => {
      heard.push('resume')
      return Promise.reject(new Error('driver gone'))
    },
  }
  followPower({ power: powerMonitor as never, app: app as never, core, log })
  powerMonitor.emit('suspend')
  powerMonitor.emit('resume')
  await expect.poll(() => heard).toEqual(['suspend', 'resume', 'power.resume-failed'])
  powerMonitor.emit('shutdown')
  expect(fake.quits).toBe(1)
})
