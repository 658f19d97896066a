import { expect, test } from 'vitest'
import { groupHits } from './group-hits.ts'
import { chatId, messageId } from './test-support/samples.ts'

const hit = (chat: number, message: number | null, excerpt = '') => ({
  chat: chatId(chat),
  title: `Chat ${String(chat)}`,
  message: message === null ? null : messageId(message),
  excerpt,
})

test('what was found stands under its chat once, best chats first', () => {
  const groups = groupHits([hit(1, null), hit(2, 5, 'five'), hit(1, 3, 'three'), hit(2, 6, 'six')])
  expect(groups).toEqual([
    { chat: chatId(1), title: 'Chat 1', byTitle: true, messages: [{ message: messageId(3), excerpt: 'three' }] },
    {
      chat: chatId(2),
      title: 'Chat 2',
      byTitle: false,
      messages: [
        { message: messageId(5), excerpt: 'five' },
        { message: messageId(6), excerpt: 'six' },
      ],
    },
  ])
  expect(groupHits([])).toEqual([])
})
