import { expect, test } from 'vitest'
import { byName, perform, type } from '../../test-support/render.tsx'
import { openConversation } from './test-support/chat-page.tsx'
import { answer, question } from './test-support/samples.ts'

const failed = (code: 'PROMPT_TOO_LONG' | 'ENGINE_CRASHED') =>
  answer(2, '', {
    parts: [],
    parent: question(1, '').id,
    state: { phase: 'done', reason: 'cut', stats: null, error: { code, message: 'x' } },
  })
const asked = question(1, 'A question far too long')

test('a question that is too long for the context goes back into the composer to be shortened', async () => {
  const page = await openConversation([asked, failed('PROMPT_TOO_LONG')])
  const field = page.composer()
  await perform(() => field?.blur())
  await perform(() => byName(page.box, 'button', 'Edit the question').click())
  expect(field?.value).toBe('A question far too long')
  expect(document.activeElement).toBe(field)
  expect(field?.selectionStart).toBe('A question far too long'.length)
})

test('it goes before what was begun meanwhile, and takes nothing of that away', async () => {
  const page = await openConversation([asked, failed('PROMPT_TOO_LONG')])
  const field = page.composer()
  if (!field) throw new Error('No composer')
  await type(field, 'and something else')
  await perform(() => byName(page.box, 'button', 'Edit the question').click())
  expect(field.value).toBe('A question far too long\n\nand something else')
})

test('other failures do not ask for another question', async () => {
  const { box } = await openConversation([asked, failed('ENGINE_CRASHED')])
  expect(box.textContent).toContain('Try again')
  expect(box.textContent).not.toContain('Edit the question')
})
