import { beforeEach, expect, test } from 'vitest'
import { app, callsOf, resetElectron, Session } from './electron-double.ts'
import { silenceChromium, silenceSession } from './network-silence.ts'

beforeEach(resetElectron)

function cancelled(url: string, packaged: boolean): boolean | undefined {
  const session = new Session()
  silenceSession(session as never, { packaged })
  let cancel: boolean | undefined
  session.fakeBeforeRequest?.({ url } as never, (answer) => (cancel = answer.cancel))
  return cancel
}

test('Chromium resolves no name and makes no call of its own', () => {
  silenceChromium(app.commandLine)
  const switches = new Map(callsOf('appendSwitch').map(([, name, value]) => [name, value]))
  expect(switches.get('host-resolver-rules')).toBe('MAP * ~NOTFOUND')
  expect(switches.get('force-webrtc-ip-handling-policy')).toBe('disable_non_proxied_udp')
  for (const name of ['disable-background-networking', 'disable-component-update', 'disable-breakpad', 'no-pings']) {
    expect(switches.has(name)).toBe(true)
  }
  expect([...switches.keys()].filter((name) => String(name).includes('sandbox'))).toEqual([])
})

test.each([
  'https://example.com/',
  'http://127.0.0.1:11780/',
  'ws://example.com/',
  'wss://example.com/',
  'ftp://example.com/',
  'file:///etc/passwd',
  'chrome://settings/',
  'chrome-extension://abc/x.js',
  'app://evil/',
  'app://main@evil/',
  'blob:https://example.com/1',
])('a request to %s is cancelled, packaged or not', (url) => {
  expect(cancelled(url, true)).toBe(true)
  expect(cancelled(url, false)).toBe(true)
})

test('the page gets its own files and what it made itself; the developer tools only in development', () => {
  for (const url of ['app://main/assets/main.js', 'data:image/png;base64,AA', 'blob:app://main/1']) {
    expect(cancelled(url, true)).toBe(false)
  }
  expect(cancelled('devtools://devtools/bundled/index.html', false)).toBe(false)
  expect(cancelled('devtools://devtools/bundled/index.html', true)).toBe(true)
})

test('no dictionary is fetched for a spell checker and no proxy is looked for', () => {
  cancelled('app://main/', true)
  expect(callsOf('setSpellCheckerEnabled')).toEqual([['setSpellCheckerEnabled', false]])
  expect(callsOf('setProxy')).toEqual([['setProxy', { mode: 'direct' }]])
})
