import { beforeEach, expect, test } from 'vitest'
import { byName } from '../../test-support/render.tsx'
import { toast, useToasts } from '../../ui/toast-store.ts'
import { openChatPage } from './test-support/chat-page.tsx'
import { chooseIn } from './test-support/keyboard.ts'
import { summary } from './test-support/samples.ts'

beforeEach(() => useToasts.setState({ messages: [] }))

const toasts = (box: HTMLElement) => [...box.querySelectorAll('ol > li')].map(({ textContent }) => textContent)

test('a chat that goes to the trash is named, however long its title, and takes the place of the one before', async () => {
  const long = 'A very long title that goes on and on, as titles made of questions do'
  const page = await openChatPage({ chats: [summary(1), summary(2, { title: long })] })
  await chooseIn(byName(page.box, 'button', 'More for Chat 1'), 'Move to the trash')
  await page.settle()
  expect(toasts(page.box)).toEqual(['“Chat 1” moved to the trashUndo'])
  await chooseIn(byName(page.box, 'button', `More for ${long}`), 'Move to the trash')
  await page.settle()
  expect(toasts(page.box)).toEqual(['“A very long title that goes on and on,…” moved to the trashUndo'])
})

test('what is said twice is shown once, and other things beside it', async () => {
  const page = await openChatPage()
  toast('Copied')
  toast('Added')
  toast('Copied')
  await page.settle()
  expect(toasts(page.box)).toEqual(['Added', 'Copied'])
})

test('toasts hang from the top, away from the composer and the newest words', async () => {
  const page = await openChatPage()
  const shelf = byName(page.box, '[role=region]', /^Messages/).querySelector('ol')
  expect(shelf?.className).toMatch(/(^| )top-/)
  expect(shelf?.className).not.toMatch(/(^| )bottom-/)
})
