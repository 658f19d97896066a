import { expect, test } from 'vitest'
import { byName, perform, type } from '../../test-support/render.tsx'
import { openChatPage, openConversation } from './test-support/chat-page.tsx'
import { chooseIn, clickOn, focused, press } from './test-support/keyboard.ts'
import { answer, begun, chatId, messageId, question, summary } from './test-support/samples.ts'

const trashed = (...numbers: number[]) => numbers.map((number) => summary(number, { trashedAt: 1 }))

test('A2 into the trash and out of it the focus goes along', async () => {
  const { box } = await openChatPage({ chats: [summary(1), ...trashed(2)] })
  await clickOn(byName(box, 'button', /^Trash/))
  expect(focused()).toBe('Back to the chats')
  await clickOn(byName(box, 'button', 'Back to the chats'))
  expect(focused()).toBe('Trash1')
})

test('A2 after a chat was renamed, or was not, the focus is on its menu again', async () => {
  const { box } = await openConversation([question(1, 'Hi'), answer(2, 'Ho')])
  for (const [field, menu] of [
    ['aside input', 'More for Chat 1'],
    ['main input', 'More for this chat'],
  ] as const) {
    for (const key of ['Enter', 'Escape']) {
      await chooseIn(byName(box, 'button', menu), 'Rename')
      await press(byName(box, field, 'Rename'), key)
      expect(focused()).toBe(menu)
    }
  }
})

test('A2 whoever leaves a title that they change is left where they went', async () => {
  const page = await openConversation([question(1, 'Hi'), answer(2, 'Ho')])
  await chooseIn(byName(page.box, 'button', 'More for Chat 1'), 'Rename')
  await type(byName(page.box, 'aside input', 'Rename') as HTMLInputElement, 'Better')
  await perform(() => page.composer()?.focus())
  expect(page.callsOf('chat.rename')).toEqual([{ chat: chatId(1), title: 'Better' }])
  expect(document.activeElement).toBe(page.composer())
})

test('A2 what is erased or brought back passes the focus on to the next one, and the last one to the heading', async () => {
  const page = await openChatPage({ chats: trashed(1, 2, 3) })
  await clickOn(byName(page.box, 'button', /^Trash/))
  await clickOn(byName(page.box, 'button', 'Erase Chat 2 for good'))
  await perform(() => byName(document.body, 'dialog button', 'Erase for good').click())
  await page.tellList({ type: 'removed', chat: chatId(2) })
  expect(focused()).toBe('Erase Chat 3 for good')
  await clickOn(byName(page.box, 'button', 'Bring back Chat 3'))
  await page.tellList({ type: 'changed', chat: summary(3) })
  expect(focused()).toBe('Bring back Chat 1')
  await clickOn(byName(page.box, 'button', 'Empty the trash'))
  await perform(() => byName(document.body, 'dialog button', 'Erase for good').click())
  await page.tellList({ type: 'removed', chat: chatId(1) })
  expect(focused()).toBe('Trash')
})

test('A2 a chat that goes to the trash passes the focus on to the next one', async () => {
  const page = await openChatPage({ chats: [summary(1), summary(2)] })
  await chooseIn(byName(page.box, 'button', 'More for Chat 1'), 'Move to the trash')
  await page.settle()
  expect(focused()).toBe('More for Chat 1')
  await page.tellList({ type: 'changed', chat: summary(1, { trashedAt: 1 }) })
  expect(focused()).toBe('More for Chat 2')
})

test('A2 buttons that go away with what they did leave the focus where one goes on writing', async () => {
  const cut = { phase: 'done', reason: 'cut', stats: null, error: null } as const
  const page = await openConversation([question(1, 'Hi'), answer(2, 'Half', { state: cut })])
  await clickOn(byName(page.box, 'button', 'Try again'))
  expect(document.activeElement).toBe(page.composer())
  await clickOn(byName(page.box, 'button', 'Answer again'))
  expect(document.activeElement).toBe(page.composer())
  await page.tell({ type: 'message', revision: 2, message: begun(3) })
  await clickOn(byName(page.box, 'article button', 'Cancel'))
  expect(page.callsOf('chat.stop')).toHaveLength(1)
  expect(document.activeElement).toBe(page.composer())
})

test('A2 going through the versions of an answer keeps the focus on the way', async () => {
  const versions = [messageId(2), messageId(3)]
  const shown = (number: number) => [question(1, 'Hi'), answer(number, `Answer ${String(number)}`, { versions })]
  const page = await openConversation(shown(3))
  await clickOn(byName(page.box, 'button', 'Previous version'))
  await page.tellSnapshot(shown(2))
  expect(page.box.textContent).toContain('Answer 2')
  expect(focused()).toBe('Previous version')
  await clickOn(byName(page.box, 'button', 'Previous version'))
  expect(page.callsOf('chat.selectVersion')).toEqual([{ message: messageId(2) }])
})

test('Esc in the search over all chats does not end the answer, whether or not there is something to clear', async () => {
  const page = await openConversation([question(1, 'Hi'), begun(2)])
  const field = byName(page.box, 'input', 'Search all chats') as HTMLInputElement
  await type(field, 'bread')
  await press(field, 'Escape')
  expect(field.value).toBe('')
  await press(field, 'Escape')
  expect(page.callsOf('chat.stop')).toEqual([])
  await press(page.composer(), 'Escape')
  expect(page.callsOf('chat.stop')).toEqual([{ chat: chatId(1) }])
})
