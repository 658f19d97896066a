import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { silentLog } from '../core/log.ts'
import { app, callsOf, fakeEvent, resetElectron, Session, WebContents } from './electron-double.ts'
import { denyPermissions, guardContents } from './security.ts'

beforeEach(resetElectron)

const ours = 'app://main/'
/** 25 ways to write an address, most of them hostile. */
const addresses = [
  'https://example.com/',
  'http://example.com/',
  'mailto:someone@example.com',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'blob:https://example.com/0',
  'about:blank',
  'chrome://settings',
  'devtools://devtools/bundled/inspector.html',
  'view-source:https://example.com',
  'ftp://example.com/',
  'ws://example.com/',
  'wss://example.com/',
  'smb://host/share',
  'ms-msdt:/id',
  'search-ms:query=x',
  'vscode://file/etc/passwd',
  'ssh://host',
  'tel:123',
  'app://evil/',
  'app://main.evil/',
  'app://main@evil/',
  'app://user@main/',
  'APP2://main/',
]

function guarded() {
  guardContents({ app: app as never, log: silentLog })
  const contents = new WebContents()
  app.emit('web-contents-created', fakeEvent(), contents)
  return contents
}

function refused(contents: WebContents, name: string, details: object, ...rest: unknown[]): boolean {
  const event = Object.assign(fakeEvent(), details)
  contents.emit(name, event, ...rest)
  return event.defaultPrevented
}

describe.each(addresses)('E4 the page cannot get to %s', (url) => {
  test('by opening a window', () => {
    expect(guarded().fakeOpen?.({ url } as never)).toEqual({ action: 'deny' })
    expect(callsOf('openExternal')).toEqual([])
  })
  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('by %s of the page', (name) => {
    expect(refused(guarded(), name, { url, isMainFrame: true })).toBe(true)
    expect(callsOf('openExternal')).toEqual([])
  })
  test('in a frame or in a webview', () => {
    expect(refused(guarded(), 'will-frame-navigate', { url, isMainFrame: false })).toBe(true)
    expect(refused(guarded(), 'will-attach-webview', {}, {}, { src: url })).toBe(true)
  })
})

test('E4 our own page may load again in the window, but not in a frame, a new window or a webview', () => {
  const contents = guarded()
  for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
    expect(refused(contents, name, { url: `${ours}#/settings`, isMainFrame: true })).toBe(false)
  }
  expect(refused(contents, 'will-frame-navigate', { url: ours, isMainFrame: false })).toBe(true)
  expect(refused(contents, 'will-attach-webview', {}, {}, { src: ours })).toBe(true)
  expect(contents.fakeOpen?.({ url: ours } as never)).toEqual({ action: 'deny' })
})

/** Every permission that this version of Electron knows, from its own typings: a new one is denied, or fails here. */
const typings = readFileSync(join(import.meta.dirname, '../../node_modules/electron/electron.d.ts'), 'utf8')
const permissionsOf = (method: string): string[] => {
  const line = typings.split('\n').find((text) => text.includes(`${method}(handler:`)) ?? ''
  const union = /permission: ([^,]+),/.exec(line)?.[1] ?? ''
  return [...union.matchAll(/'([^']+)'/g)].map((match) => match[1] ?? '')
}
const requests = permissionsOf('setPermissionRequestHandler')
const checks = permissionsOf('setPermissionCheckHandler')
const allowed = 'clipboard-sanitized-write'

test('E5 the typings name the permissions this test needs', () => {
  expect(requests.length).toBeGreaterThan(30)
  expect(requests).toEqual(expect.arrayContaining([allowed, 'media', 'local-network-access', 'usb', 'unknown']))
  expect([...requests].sort()).toEqual([...checks].sort())
})

function ask(session: Session, permission: string, details: { requestingUrl: string; isMainFrame: boolean }): boolean {
  let granted: boolean | null = null
  session.fakeRequest?.({} as never, permission as never, (answer) => (granted = answer), details as never)
  if (granted === null) throw new Error('not answered')
  return granted
}
const hardened = () => {
  const session = new Session()
  denyPermissions(session as never)
  return session
}

test.each(requests.filter((name) => name !== allowed))('E5 the page is denied %s', (permission) => {
  const session = hardened()
  expect(ask(session, permission, { requestingUrl: ours, isMainFrame: true })).toBe(false)
  expect(session.fakeCheck?.(null, permission as never, ours, {} as never)).toBe(false)
})

test('E5 copying is for our page alone, not for a frame in it nor for another origin', () => {
  const session = hardened()
  expect(ask(session, allowed, { requestingUrl: ours, isMainFrame: true })).toBe(true)
  expect(ask(session, allowed, { requestingUrl: ours, isMainFrame: false })).toBe(false)
  for (const foreign of ['https://example.com/', 'app://evil/', 'app://main@evil/', 'about:blank', '']) {
    expect(ask(session, allowed, { requestingUrl: foreign, isMainFrame: true })).toBe(false)
    expect(session.fakeCheck?.(null, allowed as never, foreign, {} as never)).toBe(false)
  }
  expect(session.fakeCheck?.(null, allowed as never, ours, {} as never)).toBe(true)
})

test('E5 no device is ever chosen, paired or unlocked', () => {
  const session = hardened()
  expect(session.fakeDevice?.({} as never)).toBe(false)
  expect(session.fakeUsb?.({ protectedClasses: ['hid', 'audio'] } as never)).toEqual(['hid', 'audio'])
  const chosen: unknown[] = []
  session.fakePairing?.({} as never, (answer) => chosen.push(answer))
  session.emit('select-hid-device', fakeEvent(), {}, (id: unknown) => chosen.push(id))
  session.emit('select-usb-device', fakeEvent(), {}, (id?: unknown) => chosen.push(id))
  session.emit('select-serial-port', fakeEvent(), [], {}, (id: unknown) => chosen.push(id))
  guarded().emit('select-bluetooth-device', fakeEvent(), [], (id: unknown) => chosen.push(id))
  expect(chosen).toEqual([{ confirmed: false }, null, undefined, '', ''])
  const download = fakeEvent()
  session.emit('will-download', download)
  expect(download.defaultPrevented).toBe(true)
})

test('a certificate that does not hold and a request for a password are refused', () => {
  guarded()
  const answers: unknown[] = []
  app.emit('certificate-error', fakeEvent(), {}, '', '', {}, (trust: unknown) => answers.push(trust))
  app.emit('login', fakeEvent(), {}, {}, {}, (...given: unknown[]) => answers.push(given.length))
  expect(answers).toEqual([false, 0])
})

test('E12 developer tools that open in a packaged app all the same are closed at once', () => {
  guarded().emit('devtools-opened')
  expect(callsOf('closeDevTools')).toHaveLength(0)
  app.isPackaged = true
  guarded().emit('devtools-opened')
  expect(callsOf('closeDevTools').length).toBeGreaterThan(0)
})
