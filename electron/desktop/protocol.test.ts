import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { createAssets } from '../core/assets.ts'
import { silentLog } from '../core/log.ts'
import { securityHeaders } from '../core/security-headers.ts'
import { callsOf, fakeSchemes, protocol, resetElectron } from './electron-double.ts'
import { createAppHandler, handleSchemes, registerAppScheme } from './protocol.ts'

const folder = mkdtempSync(join(tmpdir(), 'ingle-page-'))
const page = join(folder, 'page')
mkdirSync(join(page, 'assets'), { recursive: true })
writeFileSync(join(page, 'index.html'), '<!doctype html>')
writeFileSync(join(page, 'assets', 'main.js'), 'export {}')
writeFileSync(join(folder, 'secret.json'), 'secret')
symlinkSync(join(folder, 'secret.json'), join(page, 'link.json'))

const handler = createAppHandler({ assets: createAssets({ page }), log: silentLog })
const get = (url: string, init?: RequestInit) => handler(new Request(url, init))

beforeEach(resetElectron)

test.each([
  ['the page', 'app://main/', 'GET', 200],
  ['a script', 'app://main/assets/main.js', 'GET', 200],
  ['its head', 'app://main/assets/main.js', 'HEAD', 200],
  ['what is not there', 'app://main/nothing.js', 'GET', 404],
  ['another host', 'app://evil/index.html', 'GET', 404],
  ['writing', 'app://main/', 'POST', 405],
  ['deleting', 'app://main/index.html', 'DELETE', 405],
])('E3 the answer to %s carries the policy', async (_, url, method, status) => {
  const response = await get(url, { method })
  expect(response.status).toBe(status)
  for (const [name, value] of Object.entries(securityHeaders)) expect(response.headers.get(name)).toBe(value)
})

test('E3 a failure of our own carries the policy and tells nothing about itself', async () => {
  const failing = createAppHandler({ assets: () => Promise.reject(new Error('/home/you/secret')), log: silentLog })
  const response = await failing(new Request('app://main/'))
  expect(response.status).toBe(500)
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await response.text()).not.toContain('secret')
})

test('E3 an answer without the policy, or with a weaker one, gets it', async () => {
  const weak = createAppHandler({
    assets: () => Promise.resolve(new Response('x', { headers: { 'content-security-policy': 'default-src *' } })),
    log: silentLog,
  })
  const response = await weak(new Request('app://main/'))
  expect(response.headers.get('content-security-policy')).toBe(securityHeaders['content-security-policy'])
})

test.each([
  '..%2fsecret.json',
  '..%2f..%2fetc/passwd',
  '../secret.json',
  '%2e%2e/secret.json',
  '%2e%2e%2fsecret.json',
  '.%2e/secret.json',
  '..%5csecret.json',
  '..\\secret.json',
  'assets/..%2f..%2fsecret.json',
  'assets/%2e%2e/%2e%2e/secret.json',
  '%252e%252e%252fsecret.json',
  '..%252fsecret.json',
  '..%c0%afsecret.json',
  '%00/../secret.json',
  'index.html%00.json',
  '..;/secret.json',
  '%2fetc%2fpasswd',
  '//etc/passwd',
  'C:%5cWindows%5cwin.ini',
  'file:%2f%2f%2fetc%2fpasswd',
  'link.json',
  'assets/',
])('E8 app://main/%s leads nowhere', async (path) => {
  const response = await get(`app://main/${path}`)
  expect(response.status).toBe(404)
  expect(await response.text()).not.toContain('secret')
})

test('the scheme is a secure origin of its own and has no privilege that weakens a policy', () => {
  registerAppScheme()
  expect(callsOf('registerSchemesAsPrivileged')[0]?.[1]).toEqual([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true, stream: true },
    },
  ])
})

test('the network and the disk answer the page with a refusal', async () => {
  handleSchemes(protocol as never, handler)
  expect([...fakeSchemes.keys()].sort()).toEqual(['app', 'file', 'http', 'https'])
  for (const scheme of ['file', 'http', 'https']) {
    const response = await fakeSchemes.get(scheme)?.(new Request('https://example.com/'))
    expect(response?.status).toBe(403)
    expect(response?.headers.get('content-security-policy')).toBe(securityHeaders['content-security-policy'])
  }
})
