import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AppError } from '../../../electron/contract/errors.ts'
import type { Message, SearchHit } from '../../../electron/contract/chat.ts'
import { byName, perform, type } from '../../test-support/render.tsx'
import { openConversation, type ChatPageOptions } from './test-support/chat-page.tsx'
import { answer, chatId, messageId, question } from './test-support/samples.ts'

let shown: (string | null)[] = []
beforeEach(() => {
  shown = []
  vi.spyOn(HTMLElement.prototype, 'scrollIntoView').mockImplementation(function (this: HTMLElement) {
    shown.push(this.textContent)
  })
})
afterEach(() => vi.restoreAllMocks())

/** Question 1, answer 2, question 3 … of chat 1. */
const conversation = (count: number): Message[] =>
  Array.from({ length: count }, (_, index) =>
    index % 2 === 0
      ? question(index + 1, `Message ${String(index + 1)}`)
      : answer(index + 1, `Message ${String(index + 1)}`),
  )
const hit = (chat: number, title: string, message: number | null, excerpt = title): SearchHit => ({
  chat: chatId(chat),
  title,
  message: message === null ? null : messageId(message),
  excerpt,
})

async function search(
  messages: readonly Message[],
  hits: readonly SearchHit[],
  answers: ChatPageOptions['answer'] = () => undefined,
) {
  const page = await openConversation(messages, {
    answer: (call) => (call.path === 'chat.search' ? hits : answers(call)),
  })
  await type(byName(page.box, 'input', 'Search all chats') as HTMLInputElement, 'words')
  await vi.waitFor(() => expect(page.callsOf('chat.search').at(-1)).toEqual({ query: 'words' }))
  await page.settle()
  const results = byName(page.box, 'section', 'Search results')
  const follow = async (name: string | RegExp) => {
    await perform(() => byName(results, 'a', name).click())
    await page.settle()
  }
  return { page, results, follow }
}

test('what was found in a chat stands under its title, which is a link where the title itself was found', async () => {
  const hits = [hit(7, 'Bread', null), hit(8, 'Yeast', 3, 'no bread'), hit(7, 'Bread', 9, 'at 1,800 metres')]
  const { results } = await search([], hits)
  expect(results.textContent).toBe('3 placesBreadat 1,800 metresYeastno bread')
  expect([...results.querySelectorAll('h3')].map(({ textContent }) => textContent)).toEqual(['Bread', 'Yeast'])
  expect([...results.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual([
    `/chat/${chatId(7)}`,
    `/chat/${chatId(7)}/message/${messageId(9)}`,
    `/chat/${chatId(8)}/message/${messageId(3)}`,
  ])
})

test('more than is shown is not said as an exact number', async () => {
  const hits = Array.from({ length: 50 }, (_, index) => hit(1, 'Chat 1', index + 1, `place ${String(index)}`))
  const { results } = await search([], hits)
  expect(results.querySelector('[role=status]')?.textContent).toBe('50 or more places')
})

test('a hit leads to its message: in view, marked, with the focus; and again when it is followed again', async () => {
  const { page, follow } = await search(conversation(4), [hit(1, 'Chat 1', 2, 'here')])
  await follow('here')
  expect(shown.at(-1)).toContain('Message 2')
  const place = byName(page.box, 'article', /^Answer/)
  expect(document.activeElement).toBe(place)
  expect(place.hasAttribute('data-found')).toBe(true)
  await perform(() => void place.dispatchEvent(new Event('animationend')))
  expect(place.hasAttribute('data-found')).toBe(false)
  expect(page.address()).toBe(`/chat/${chatId(1)}`)
  shown = []
  await follow('here')
  expect(shown.at(-1)).toContain('Message 2')
  expect(place.hasAttribute('data-found')).toBe(true)
})

test('a hit leads to a message that was not drawn yet', async () => {
  const { page, follow } = await search(conversation(60), [hit(1, 'Chat 1', 3, 'long ago')])
  expect(page.box.querySelector(`[data-message="${messageId(3)}"]`)).toBeNull()
  await follow('long ago')
  expect(shown.at(-1)).toBe('Message 3')
})

test('a hit in another chat opens it at the message', async () => {
  const { page, follow } = await search(conversation(2), [hit(2, 'Chat 2', 3, 'there')])
  await follow('there')
  await page.tellSnapshot(conversation(4))
  expect(shown.at(-1)).toBe('Message 3')
  expect(document.activeElement?.textContent).toBe('Message 3')
  expect(page.address()).toBe(`/chat/${chatId(2)}`)
})

test('a hit in another version of the conversation chooses that version', async () => {
  const { page, follow } = await search(conversation(2), [hit(1, 'Chat 1', 9, 'otherwise')])
  await follow('otherwise')
  expect(page.callsOf('chat.selectVersion')).toEqual([{ message: messageId(9) }])
  await page.tellSnapshot([question(1, 'Message 1'), answer(9, 'Otherwise')])
  expect(shown.at(-1)).toContain('Otherwise')
})

test('a hit whose message is gone says so and leaves the chat where it is', async () => {
  const { page, follow } = await search(conversation(2), [hit(1, 'Chat 1', 9, 'gone')], ({ path }) => {
    if (path === 'chat.selectVersion') throw new AppError('MESSAGE_NOT_FOUND', 'gone')
    return undefined
  })
  await follow('gone')
  expect(document.body.textContent).toContain('This message is no longer there')
  expect(page.address()).toBe(`/chat/${chatId(1)}`)
  expect(shown).toEqual([])
})
