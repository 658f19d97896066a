import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { createFakeClock } from '../core/fake-clock.ts'
import { silentLog } from '../core/log.ts'
import { BrowserWindow, callsOf, fake, nativeTheme, resetElectron } from './electron-double.ts'
import { backgrounds, bringToFront, createWindow, webPreferences } from './window.ts'

const open = (options: { packaged?: boolean } = {}) => {
  createWindow({
    preload: '/app/preload.cjs',
    stateFile: join(mkdtempSync(join(tmpdir(), 'ingle-window-')), 'window.json'),
    packaged: options.packaged ?? false,
    clock: createFakeClock(),
    log: silentLog,
  })
  const window = BrowserWindow.fakeAll.at(-1)
  if (!window) throw new Error('no window was made')
  return window
}

beforeEach(resetElectron)

test('E1 the window shuts the page into its sandbox, whatever Electron thinks of as usual', () => {
  expect(webPreferences({ preload: '/app/preload.cjs', packaged: true })).toStrictEqual({
    preload: '/app/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    devTools: false,
  })
  expect(open({ packaged: true }).fakeOptions.webPreferences).toStrictEqual(
    webPreferences({ preload: '/app/preload.cjs', packaged: true }),
  )
})

test('E1 a window is made in one place only', () => {
  const sources = readdirSync(import.meta.dirname).filter((name) => /^(?!electron-double).*(?<!\.test)\.ts$/.test(name))
  const makers = sources.filter((name) =>
    /new (BrowserWindow|WebContentsView|BrowserView)\b/.test(readFileSync(join(import.meta.dirname, name), 'utf8')),
  )
  expect(makers).toEqual(['window.ts'])
})

test('E12 a packaged app has no developer tools and no line of code opens them', () => {
  expect(open({ packaged: true }).fakeOptions.webPreferences?.devTools).toBe(false)
  expect(open({ packaged: false }).fakeOptions.webPreferences?.devTools).toBe(true)
  const opening = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .filter((name) => readFileSync(join(import.meta.dirname, name), 'utf8').includes('openDevTools'))
  expect(opening).toEqual([])
})

test('the window shows the page of our own scheme once it is painted, and not before', () => {
  const window = open()
  expect(window.fakeUrl).toBe('app://main/')
  expect(window.fakeOptions.show).toBe(false)
  expect(window.fakeShown).toBe(false)
  window.emit('ready-to-show')
  expect(window.fakeShown).toBe(true)
})

test('the empty window has the colour of the page, in dark and in light, also when the theme changes', () => {
  fake.dark = true
  expect(open().fakeOptions.backgroundColor).toBe(backgrounds.dark)
  fake.dark = false
  const window = open()
  expect(window.fakeOptions.backgroundColor).toBe(backgrounds.light)
  nativeTheme.themeSource = 'dark'
  nativeTheme.emit('updated')
  expect(callsOf('setBackgroundColor').at(-1)).toEqual(['setBackgroundColor', backgrounds.dark])
  window.close()
  BrowserWindow.fakeAll[0]?.close()
  const before = callsOf('setBackgroundColor').length
  nativeTheme.emit('updated')
  expect(callsOf('setBackgroundColor')).toHaveLength(before)
})

test('the colours before the page are those of the page', () => {
  const css = readFileSync(join(import.meta.dirname, '../../renderer/ui/theme.css'), 'utf8')
  const canvas = /--color-canvas: light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\)/.exec(css)
  expect([canvas?.[1], canvas?.[2]].map((value) => toHex(value ?? ''))).toEqual([backgrounds.light, backgrounds.dark])
})

test('a window that is minimised or hidden behind others comes to the front', () => {
  const window = open()
  window.fakeMinimized = true
  bringToFront(window as never)
  expect(window.fakeMinimized).toBe(false)
  expect(window.fakeShown).toBe(true)
  expect(callsOf('focus')).toHaveLength(1)
})

/** https://bottosson.github.io/posts/oklab: `L C h` to an sRGB colour. */
function toHex(oklch: string): string {
  const [lightness = 0, chroma = 0, hue = 0] = oklch.split(' ').map(Number)
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
  const channel = (x: number) => Math.round(255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055))
  return `#${linear.map((x) => channel(x).toString(16).padStart(2, '0')).join('')}`
}
