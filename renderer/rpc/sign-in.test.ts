import { expect, test, vi } from 'vitest'
import { codeInHash, signIn } from './sign-in.ts'

function page(hash: string, answers: Record<string, () => Response | Promise<Response>>) {
  const replaceState = vi.fn<History['replaceState']>()
  const ask = vi.fn<typeof fetch>(async (url) => {
    const answer = answers[typeof url === 'string' ? url : '']
    if (!answer) throw new TypeError('nobody there')
    return answer()
  })
  return { location: { hash, pathname: '/', search: '' }, history: { replaceState }, fetch: ask }
}

const state = (signedIn: boolean) => () => Response.json({ signedIn })

test('the code of the link is handed in once and leaves the address', async () => {
  const here = page('#code=a%2Bb', {
    '/auth/code': () => new Response(null, { status: 204 }),
    '/auth/state': state(true),
  })
  await expect(signIn(here)).resolves.toBe('signedIn')
  expect(here.fetch.mock.calls[0]?.[1]).toMatchObject({ method: 'POST', body: '{"code":"a+b"}' })
  expect(here.history.replaceState).toHaveBeenCalledWith(null, '', '/#/')
})

test('a used-up code is no failure while the session is good', async () => {
  const here = page('#code=old', {
    '/auth/code': () => new Response(null, { status: 401 }),
    '/auth/state': state(true),
  })
  await expect(signIn(here)).resolves.toBe('signedIn')
})

test('a link that was cut off while it was copied is refused like any other wrong code', async () => {
  const here = page('#code=abc%2', {
    '/auth/code': () => new Response(null, { status: 401 }),
    '/auth/state': state(false),
  })
  await expect(signIn(here)).resolves.toBe('signedOut')
})

test('an address inside the app is left alone', async () => {
  const here = page('#/settings/code=1', { '/auth/state': state(false) })
  await expect(signIn(here)).resolves.toBe('signedOut')
  expect(here.history.replaceState).not.toHaveBeenCalled()
  expect(codeInHash('#/chat/code=1')).toBeNull()
})

test('nobody there is not the same as not known', async () => {
  await expect(signIn(page('', {}))).resolves.toBe('unreachable')
})
