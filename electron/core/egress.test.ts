import { expect, test } from 'vitest'
import { checkEgress, createEgress } from './egress.ts'

test.each([
  'https://huggingface.co/api',
  'http://127.0.0.1.evil.example/',
  'http://localhost.evil.example',
  'http://10.0.0.1/',
])('a connection to %s is refused by name', (address) => {
  expect(() => checkEgress('anything', address)).toThrow(expect.objectContaining({ code: 'NETWORK_REFUSED' }))
})

test('loopback is reached, and a redirect from there is not followed', async () => {
  const seen: RequestInit[] = []
  const egress = createEgress((_, init) => {
    seen.push(init ?? {})
    return Promise.resolve(new Response('ok'))
  })
  expect(await (await egress('second-start', 'http://127.0.0.1:11780/')).text()).toBe('ok')
  expect(seen[0]?.redirect).toBe('manual')
  expect(() => egress('constructor', 'https://example.com/')).toThrow(
    expect.objectContaining({ code: 'NETWORK_REFUSED' }),
  )
})
