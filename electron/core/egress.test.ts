import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { egress } from './egress.ts'
import type { Purpose } from './egress.ts'

const asked: string[] = []
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`)
  response.writeHead(request.url === '/away' ? 302 : 200, { location: '/elsewhere' })
  response.end('ok')
})
let home: string
beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  asked.length = 0
  vi.unstubAllGlobals()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

test.each([
  ['second-start', 'https://huggingface.co/api'],
  ['second-start', 'http://127.0.0.1.evil.example/'],
  ['second-start', 'http://localhost.evil.example'],
  ['second-start', 'http://10.0.0.1/'],
  ['second-start', 'data:text/plain,x'],
  ['second-start', 'file:///etc/passwd'],
  ['constructor', 'http://127.0.0.1/'],
  ['downloads', 'http://127.0.0.1/'],
])('for %s, %s is refused by name, and nothing is asked of the network', async (purpose, address) => {
  const network = vi.fn<typeof fetch>()
  vi.stubGlobal('fetch', network)
  await expect(egress(purpose as Purpose, address)).rejects.toMatchObject({ code: 'NETWORK_REFUSED' })
  expect(network).not.toHaveBeenCalled()
})

test('this machine is reached, and a redirect from there is not followed', async () => {
  expect(await (await egress('second-start', `${home}/here`, { method: 'POST' })).text()).toBe('ok')
  expect((await egress('second-start', `${home}/away`, { redirect: 'follow' })).status).toBe(302)
  expect(asked).toEqual(['POST /here', 'GET /away'])
})
