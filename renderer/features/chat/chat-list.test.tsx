import { expect, test, vi } from 'vitest'
import { byName, perform, type } from '../../test-support/render.tsx'
import { openChatPage } from './test-support/chat-page.tsx'
import { begun, chatId, messageId, question, summary } from './test-support/samples.ts'

const day = 86_400_000
const rows = (box: HTMLElement): (string | null)[] =>
  [...box.querySelectorAll('aside a')].map(({ textContent }) => textContent)

/** Opens the menu of a row, as the keyboard does, and chooses. */
async function choose(box: HTMLElement, title: string, item: string) {
  const trigger = byName(box, 'button', `More for ${title}`)
  await perform(
    () => void trigger.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })),
  )
  await perform(() => byName(document.body, '[role=menuitem]', item).click())
}

test('chats stand by day, without those in the trash', async () => {
  const chats = [
    summary(1),
    summary(2, { updatedAt: Date.now() - 400 * day }),
    summary(3, { trashedAt: Date.now() }),
    summary(4, { busy: true }),
  ]
  const { box } = await openChatPage({ chats })
  expect([...box.querySelectorAll('aside h3')].map(({ textContent }) => textContent)).toEqual(['Today', 'Older'])
  expect(rows(box)).toEqual(['Chat 1', 'Chat 4', 'Chat 2'])
  expect(byName(box, 'button', /^Trash/).textContent).toBe('Trash1')
})

test('a busy chat says whether it waits, is read or is written, and says nothing where nobody knows', async () => {
  const page = await openChatPage({ chats: [summary(1, { busy: true })] })
  expect(page.attached.map(({ call }) => call.input)).toEqual([{ chat: chatId(1) }])
  await page.tellSnapshot([question(1, 'Hi'), begun(2)])
  expect(rows(page.box)).toEqual(['Chat 1waits'])
  const reading = { phase: 'reading', done: 1, total: 2, cached: 0, msLeft: null } as const
  await page.tell({ type: 'state', message: messageId(2), state: reading })
  expect(rows(page.box)).toEqual(['Chat 1reading'])
  const streaming = { phase: 'streaming', tokens: 1, tokensPerSecond: 9, firstTokenMs: 1 } as const
  await page.tell({ type: 'state', message: messageId(2), state: streaming })
  expect(rows(page.box)).toEqual(['Chat 1writing'])
  page.host.cut()
  await page.settle()
  expect(rows(page.box)).toEqual(['Chat 1'])
})

test('another tab’s changes are seen at once', async () => {
  const first = summary(1)
  const page = await openChatPage({ chats: [first] })
  await page.tellList({ type: 'changed', chat: summary(2, { updatedAt: first.updatedAt + 1 }) })
  await page.tellList({ type: 'changed', chat: { ...first, title: 'Renamed' } })
  expect(rows(page.box)).toEqual(['Chat 2', 'Renamed'])
  await page.tellList({ type: 'removed', chat: chatId(2) })
  expect(rows(page.box)).toEqual(['Renamed'])
})

test('the chat written in last comes first, also after the clock was set back', async () => {
  const [first, second] = [summary(1), summary(2)]
  const page = await openChatPage({ chats: [first, second] })
  await page.tellList({ type: 'changed', chat: { ...second, updatedAt: second.updatedAt - 60_000 } })
  expect(rows(page.box)).toEqual(['Chat 2', 'Chat 1'])
})

test('a chat is renamed in its place; Esc leaves it as it was', async () => {
  const page = await openChatPage({ chats: [summary(1)] })
  await choose(page.box, 'Chat 1', 'Rename')
  const field = byName(page.box, 'aside input', 'Rename') as HTMLInputElement
  await type(field, 'Better')
  await perform(
    () => void field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })),
  )
  expect(page.callsOf('chat.rename')).toEqual([{ chat: chatId(1), title: 'Better' }])

  await choose(page.box, 'Chat 1', 'Rename')
  const again = byName(page.box, 'aside input', 'Rename') as HTMLInputElement
  await type(again, 'Worse')
  await perform(
    () => void again.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true })),
  )
  expect(page.callsOf('chat.rename')).toHaveLength(1)
})

test('a deleted chat goes to the trash, and Undo brings it back to where one was', async () => {
  const page = await openChatPage({ chat: chatId(1), chats: [summary(1)] })
  await choose(page.box, 'Chat 1', 'Move to the trash')
  await page.settle()
  expect(page.callsOf('chat.trash')).toEqual([{ chat: chatId(1) }])
  expect(page.address()).toBe('/')
  await perform(() => byName(document.body, 'button', 'Undo').click())
  await page.settle()
  expect(page.callsOf('chat.restore')).toEqual([{ chat: chatId(1) }])
  expect(page.address()).toBe(`/chat/${chatId(1)}`)
})

test('from the trash a chat is brought back, or erased after a question', async () => {
  const page = await openChatPage({ chats: [summary(1, { trashedAt: 1 }), summary(2, { trashedAt: 1 })] })
  await perform(() => byName(page.box, 'button', /^Trash/).click())
  await perform(() => byName(page.box, 'button', 'Bring back Chat 1').click())
  expect(page.callsOf('chat.restore')).toEqual([{ chat: chatId(1) }])
  await perform(() => byName(page.box, 'button', 'Erase Chat 2 for good').click())
  expect(page.callsOf('chat.erase')).toEqual([])
  expect(document.body.textContent).toContain('“Chat 2” and everything in it is erased.')
  await perform(() => byName(document.body, 'dialog button', 'Erase for good').click())
  expect(page.callsOf('chat.erase')).toEqual([{ chat: chatId(2) }])
})

test('words are found in every chat', async () => {
  const hits = [{ chat: chatId(7), title: 'Bread', message: messageId(9), excerpt: 'at 1,800 metres' }]
  const page = await openChatPage({ answer: ({ path }) => (path === 'chat.search' ? hits : undefined) })
  await type(byName(page.box, 'input', 'Search all chats') as HTMLInputElement, 'metres')
  await vi.waitFor(() => expect(page.callsOf('chat.search').at(-1)).toEqual({ query: 'metres' }))
  await page.settle()
  expect(page.box.querySelector('aside')?.textContent).toContain('1 placeBreadat 1,800 metres')
})
