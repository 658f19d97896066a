import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { createFakeClock } from '../core/fake-clock.ts'
import { silentLog } from '../core/log.ts'
import { BrowserWindow, resetElectron, screen } from './electron-double.ts'
import { readWindowState, saveWindowState } from './window-state.ts'

let file: string
beforeEach(() => {
  resetElectron()
  file = join(mkdtempSync(join(tmpdir(), 'ingle-state-')), 'chromium', 'window.json')
})

const stored = (bounds: object, more: object = {}) => {
  writeFileSync(file.replace('/chromium/', '/'), '')
  file = join(dirname(dirname(file)), 'window.json')
  writeFileSync(file, JSON.stringify({ bounds, maximized: false, fullScreen: false, ...more }))
  return readWindowState(file)
}
const place = { x: 100, y: 50, width: 900, height: 600 }

test('the first window has its usual size, or less where the display is smaller', () => {
  expect(readWindowState(file)).toEqual({ bounds: { width: 1280, height: 800 }, maximized: false, fullScreen: false })
  screen.fakeDisplays = [{ id: 1, workArea: { x: 0, y: 0, width: 1024, height: 700 } }]
  expect(readWindowState(file).bounds).toEqual({ width: 1024, height: 700 })
})

test('a window opens where it was closed', () => {
  expect(stored(place, { maximized: true })).toEqual({ bounds: place, maximized: true, fullScreen: false })
})

test.each([
  ['left of everything', { ...place, x: -880 }],
  ['right of everything', { ...place, x: 1900 }],
  ['with its title bar above the display', { ...place, y: -20 }],
  ['below the display', { ...place, y: 1020 }],
  ['on a display that is gone', { ...place, x: 2500 }],
])('a window that was %s opens where it can be reached', (_, bounds) => {
  expect(stored(bounds, { fullScreen: true })).toEqual({
    bounds: { width: 900, height: 600 },
    maximized: false,
    fullScreen: false,
  })
})

test('a window on the second display comes back there, no larger than that display', () => {
  screen.fakeDisplays = [
    { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } },
    { id: 2, workArea: { x: 1920, y: 0, width: 800, height: 600 } },
  ]
  expect(stored({ x: 2000, y: 10, width: 1200, height: 900 }).bounds).toEqual({
    x: 2000,
    y: 10,
    width: 800,
    height: 600,
  })
})

test.each([
  ['no JSON', '{'],
  ['a negative size', JSON.stringify({ bounds: { ...place, width: -5 }, maximized: false, fullScreen: false })],
  ['text for numbers', JSON.stringify({ bounds: { ...place, x: '1' }, maximized: false, fullScreen: false })],
])('a file with %s is as good as none', (_, content) => {
  file = join(dirname(dirname(file)), 'window.json')
  writeFileSync(file, content)
  expect(readWindowState(file).bounds).toEqual({ width: 1280, height: 800 })
})

test('place and size are stored half a second after the last change, whole and with nothing left beside', () => {
  const clock = createFakeClock()
  const window = new BrowserWindow()
  saveWindowState(window as never, { file, clock, log: silentLog })
  window.emit('resize')
  clock.advance(400)
  window.emit('move')
  clock.advance(400)
  expect(() => readFileSync(file)).toThrow('ENOENT')
  clock.advance(100)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    bounds: window.fakeBounds,
    maximized: false,
    fullScreen: false,
  })
  expect(readdirSync(dirname(file))).toEqual(['window.json'])
})

test('closing stores the place at once and leaves no timer behind', () => {
  const clock = createFakeClock()
  const window = new BrowserWindow()
  saveWindowState(window as never, { file, clock, log: silentLog })
  window.fakeBounds = place
  window.fakeMaximized = true
  window.emit('resize')
  window.close()
  expect(readWindowState(file)).toEqual({ bounds: place, maximized: true, fullScreen: false })
  expect(clock.pending()).toBe(0)
})

test('a folder that cannot be written to does not get in the way of closing', () => {
  const warnings: string[] = []
  const window = new BrowserWindow()
  writeFileSync(dirname(file), 'a file where the folder should be')
  const log = { ...silentLog, warn: (event: string) => void warnings.push(event) }
  saveWindowState(window as never, { file, clock: createFakeClock(), log })
  window.close()
  expect(warnings).toEqual(['window.state-not-saved'])
})
