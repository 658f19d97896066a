import { expect, test } from 'vitest'
import { byName, type } from '../../test-support/render.tsx'
import { openConversation } from './test-support/chat-page.tsx'
import { press } from './test-support/keyboard.ts'
import { answer, begun, question } from './test-support/samples.ts'

const streaming = { phase: 'streaming', tokens: 214, tokensPerSecond: 39.6, firstTokenMs: 390 } as const
const log = (box: HTMLElement) => byName(box, '[role=log]', 'Conversation')

async function cutWhile(...messages: Parameters<typeof openConversation>[0]) {
  const page = await openConversation([question(1, 'Hi'), ...messages])
  page.host.cut()
  await page.settle()
  return page
}

test('without a connection nothing claims that the answer goes on: the cursor stands, and no speed is shown', async () => {
  const page = await openConversation([question(1, 'Hi'), answer(2, 'Half of', { state: streaming })])
  expect(log(page.box).hasAttribute('data-frozen')).toBe(false)
  expect(page.box.querySelector('article footer')?.textContent).toContain('39.6 tok/s')
  page.host.cut()
  await page.settle()
  expect(log(page.box).hasAttribute('data-frozen')).toBe(true)
  expect(log(page.box).getAttribute('aria-busy')).toBe('false')
  expect(page.box.querySelector('article footer')?.textContent).toBe('0.39 s to first token214 tokens so far')
  page.host.open()
  await page.settle()
  expect(log(page.box).hasAttribute('data-frozen')).toBe(false)
  expect(page.box.querySelector('article footer')?.textContent).toContain('39.6 tok/s')
})

test('without a connection the composer says why nothing is sent, offers no stop, and keeps what was written', async () => {
  const page = await cutWhile(answer(2, 'Half of', { state: streaming }))
  const field = page.composer()
  if (!field) throw new Error('No composer')
  expect(field.placeholder).toBe('Reply')
  await type(field, 'Next')
  await press(field, 'Enter')
  await press(field, 'Escape')
  const hint = byName(page.box, 'form [role=status]', 'Not connected: it can be sent once Ingle answers again')
  // Beside a long model's name there is not always room for it in one line.
  expect(hint.className).not.toContain('truncate')
  expect(page.box.textContent).not.toContain('press Esc to stop')
  expect(page.box.querySelector('form [aria-label=Stop]')).toBeNull()
  expect(field.value).toBe('Next')
  expect(page.callsOf('chat.stop')).toEqual([])
  expect(document.body.textContent).not.toContain('The connection to Ingle was lost')
})

test('without a connection a wait says no time that is left and offers no way to end it', async () => {
  const reading = { phase: 'reading', done: 1, total: 3214, cached: 0, msLeft: 6000 } as const
  const { box } = await cutWhile(answer(2, '', { parts: [], state: reading }))
  expect(box.querySelector('article:last-of-type')?.textContent).toBe('Reading 3,214 tokens')
  const queued = await cutWhile(begun(2))
  expect(queued.box.querySelector('article:last-of-type')?.textContent).toBe('Waits for Tiny 1B to load · 58 %')
})

test('without a connection a message still goes out by itself, where no answer is in its way', async () => {
  const page = await cutWhile(answer(2, 'All of it'))
  const field = page.composer()
  if (!field) throw new Error('No composer')
  await type(field, 'Next')
  expect(page.box.querySelector('form [role=status]')?.textContent).toBe('')
  await press(field, 'Enter')
  await page.settle()
  expect(page.box.textContent).toContain('It goes out by itself, once')
  page.host.open()
  await page.settle()
  expect(page.callsOf('chat.send')).toMatchObject([{ text: 'Next' }])
})
