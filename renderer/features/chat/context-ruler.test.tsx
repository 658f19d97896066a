import { expect, test } from 'vitest'
import type { ContextUse } from '../../../electron/contract/chat.ts'
import { byName } from '../../test-support/render.tsx'
import { openConversation, type ChatPageOptions } from './test-support/chat-page.tsx'
import { answer, question } from './test-support/samples.ts'

async function ruler(context: Partial<ContextUse>, options: ChatPageOptions = {}) {
  const page = await openConversation([question(1, 'Hi'), answer(2, 'Ho')], options)
  const whole = { size: 8192, system: 0, history: 0, free: 8192, nextDrops: 0, ...context }
  await page.tell({ type: 'context', context: whole })
  return byName(page.box, '[role=group]', /^Context/)
}

/** What is read without a pointer or the focus on it: the short numbers. */
function words(element: HTMLElement): string {
  const copy = element.cloneNode(true) as HTMLElement
  for (const exact of copy.querySelectorAll('.hidden')) exact.remove()
  return copy.textContent
}

test('nothing and everything are said without a digit behind the point', async () => {
  expect(words(await ruler({ history: 8192, free: 0 }))).toBe('History 8k0 of 8k free')
  expect(words(await ruler({ size: 2048, history: 8, free: 2040 }))).toBe('History 82k of 2k free')
  expect(words(await ruler({ history: 2560, free: 5632 }))).toBe('History 2.5k5.5k of 8k free')
})

test('the template’s tokens are not said to be a system prompt where there is none', async () => {
  expect(words(await ruler({ system: 4, history: 512, free: 7676 }))).toBe('History 0.5k7.5k of 8k free')
  const prompted = await ruler({ system: 256, history: 512, free: 7424 }, { settings: { systemPrompt: 'Be kind.' } })
  expect(words(prompted)).toBe('System 0.3kHistory 0.5k7.3k of 8k free')
})
