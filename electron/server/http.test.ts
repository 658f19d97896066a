import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFakeEngine } from '../engine/fake/fake-engine.ts'
import { startWebHost } from './test-support/start-web-host.ts'
import type { WebHost } from './test-support/start-web-host.ts'

let host: WebHost
beforeAll(async () => {
  host = await startWebHost({ launcher: createFakeEngine(), origin: 'http://localhost:9999' })
  writeFileSync(join(host.app.paths.page, 'index.html'), '<!doctype html><title>Ingle</title>')
})
afterAll(() => host.dispose())

const raw = (lines: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = ''
    const socket = connect(host.port, '127.0.0.1', () => socket.end(lines))
    socket.setEncoding('utf8').on('data', (piece: string) => (text += piece))
    socket.on('end', () => resolve(text)).on('error', reject)
  })
const redeem = (code: unknown, headers = {}) =>
  host.ask({
    method: 'POST',
    path: '/auth/code',
    headers: { 'content-type': 'application/json', origin: host.origin, ...headers },
    body: JSON.stringify({ code }),
  })

test('the page comes with its policy, and so does every refusal', async () => {
  const page = await host.ask({ path: '/' })
  expect(page).toMatchObject({ status: 200, body: expect.stringContaining('<title>Ingle') })
  const missing = await host.ask({ path: '/nothing.js' })
  expect(missing.status).toBe(404)
  for (const { headers } of [page, missing, await host.ask({ path: '/', headers: { host: 'evil.example' } })]) {
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
  }
})

test('a person who asks for what is not there gets a page that leads to the app; a script gets a word', async () => {
  const accept = 'text/html,application/xhtml+xml,*/*;q=0.8'
  const page = await host.ask({ path: '/chats/<b>old', headers: { accept } })
  expect(page).toMatchObject({ status: 404, headers: { 'content-type': 'text/html; charset=UTF-8' } })
  expect(page.headers['content-security-policy']).toContain("script-src 'self'")
  expect(page.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  expect(page.body).toContain('<a href="/">')
  expect(page.body).not.toMatch(/<script|<style| style=|<b>|old/)
  for (const asked of [{ path: '/chats/old', headers: { accept: '*/*' } }, { path: '/chats/old' }])
    expect(await host.ask(asked)).toMatchObject({ status: 404, body: 'Not found' })
  expect(await host.ask({ method: 'POST', path: '/x', headers: { accept } })).toMatchObject({ status: 415 })
  expect((await host.ask({ path: '/', headers: { accept } })).body).toContain('<title>Ingle')
})

test('only files with a hash in their names are kept by the browser for good', async () => {
  mkdirSync(join(host.app.paths.page, 'assets'), { recursive: true })
  writeFileSync(join(host.app.paths.page, 'assets', 'index-abc.js'), '1')
  writeFileSync(join(host.app.paths.page, 'first-paint.js'), '1')
  expect((await host.ask({ path: '/assets/index-abc.js' })).headers['cache-control']).toContain('immutable')
  expect((await host.ask({ path: '/first-paint.js' })).headers['cache-control']).toBe('no-cache')
})

test.each([
  ['H1', 'evil.example'],
  ['H2', '127.0.0.1.evil.example'],
  ['H4', 'rebound.example:PORT'],
  ['H5', '[::ffff:127.0.0.1]:PORT'],
  ['H5', '127.0.0.1:1'],
  ['H5', '2130706433:PORT'],
])('%s a request for the host %s is refused', async (_, name) => {
  const { status } = await host.ask({ path: '/', headers: { host: name.replace('PORT', String(host.port)) } })
  // A name that is no host name at all does not even get that far.
  expect([400, 403]).toContain(status)
})

test.each(['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST'])('H5 the name %s is ours', async (name) => {
  expect((await host.ask({ path: '/', headers: { host: `${name}:${host.port}` } })).status).toBe(200)
})

test('H3 a request without a host, or with two, is refused', async () => {
  expect(await raw('GET / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1.1 400/)
  expect(await raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nHost: evil.example\r\n\r\n`)).toMatch(
    /^HTTP\/1.1 400/,
  )
})

test('H6 an address in the place of a path is refused', async () => {
  const answer = await raw(`GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\n\r\n`)
  expect(answer).toMatch(/^HTTP\/1.1 400/)
})

test.each([
  'http://evil.example',
  'null',
  'http://localhost.evil.example',
  'https://127.0.0.1:PORT',
  'http://127.0.0.1:1',
])('H7 a request from the origin %s is refused', async (origin) => {
  expect((await redeem(host.sessions.createCode(), { origin: origin.replace('PORT', String(host.port)) })).status).toBe(
    403,
  )
})

test('a page elsewhere that fetches from us is refused even where no origin is sent', async () => {
  const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }
  expect((await host.ask({ path: '/', headers })).status).toBe(403)
  expect((await host.ask({ path: '/', headers: { ...headers, 'sec-fetch-mode': 'navigate' } })).status).toBe(200)
})

test('H8 a form of another page can not post: only JSON is read', async () => {
  const answer = await redeem(host.sessions.createCode(), { 'content-type': 'text/plain' })
  expect(answer.status).toBe(415)
})

test('H9 no other origin is ever allowed by a header', async () => {
  const answer = await host.ask({
    method: 'OPTIONS',
    path: '/auth/code',
    headers: { origin: 'http://evil.example', 'access-control-request-method': 'POST' },
  })
  expect(answer.status).toBe(403)
  expect(answer.headers['access-control-allow-origin']).toBeUndefined()
})

test('H11 H16 a code signs in once; a wrong, short or used one never', async () => {
  const code = host.sessions.createCode()
  for (const wrong of ['', code.slice(0, -1), code.toUpperCase(), 'a'.repeat(43), 5, null]) {
    expect((await redeem(wrong)).status).toBe(401)
  }
  const first = await redeem(code)
  expect(first.status).toBe(200)
  const cookie = first.headers['set-cookie']?.[0] ?? ''
  expect(cookie).toMatch(new RegExp(`^ingle_${host.port}=[\\w-]{43}; `))
  expect(cookie).toMatch(/HttpOnly/)
  expect(cookie).toMatch(/SameSite=Strict/)
  expect((await redeem(code)).status).toBe(401)
  const state = async (headers = {}) => JSON.parse((await host.ask({ path: '/auth/state', headers })).body) as unknown
  expect(await state({ cookie: cookie.split(';')[0] })).toEqual({ signedIn: true })
  expect(await state()).toEqual({ signedIn: false })
})

test('a code is good for an hour', async () => {
  const code = host.sessions.createCode()
  host.clock.advance(61 * 60_000)
  expect((await redeem(code)).status).toBe(401)
})

test('a second start gets a link with the key of the instance file, and without it nothing', async () => {
  const open = (key: string) =>
    host.ask({
      method: 'POST',
      path: '/instance/open',
      headers: { 'content-type': 'application/json', 'x-ingle-key': key },
      body: '{}',
    })
  expect((await open('wrong')).status).toBe(401)
  const answer = JSON.parse((await open(host.instanceKey)).body) as { url: string }
  expect(answer.url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${host.port}/#code=[\\w-]{43}$`))
})

test('H15 a forwarded address changes nothing', async () => {
  expect(
    (await host.ask({ path: '/', headers: { host: 'evil.example', 'x-forwarded-for': '127.0.0.1' } })).status,
  ).toBe(403)
})

test('H19 a body that is too long is refused before it is read to its end', async () => {
  expect((await redeem('x'.repeat(100_000))).status).toBe(413)
})

test('H28 other methods do nothing', async () => {
  expect((await host.ask({ method: 'HEAD', path: '/' })).status).toBe(200)
  for (const method of ['PUT', 'DELETE', 'PATCH', 'TRACE'])
    expect((await host.ask({ method, path: '/' })).status).toBeGreaterThanOrEqual(400)
})

test.each([
  '/../package.json',
  '/..%2f..%2fetc/passwd.js',
  '/%2e%2e/%2e%2e/x.js',
  '/..\\..\\x.js',
  '/%00.js',
  '/a%00b.js',
  '/%ff.js',
  '/%',
  '/./../x.js',
  '/%252e%252e/x.js',
  '/c:/x.js',
  '/con.js',
  '//etc/passwd.js',
  '/index.html/..%5c..%5cx.js',
  '/.env',
  '/index.html%20',
  '/index.html.',
])('E8 the path %s leads nowhere', async (path) => {
  expect((await host.ask({ path })).status).toBeGreaterThanOrEqual(400)
})

test('the address of a tunnel is ours too once the user named it', async () => {
  expect((await host.ask({ path: '/', headers: { host: 'localhost:9999' } })).status).toBe(200)
})
