import { expect, test } from 'vitest'
import { groupChats } from './group-chats.ts'
import { summary } from './test-support/samples.ts'

const at = (text: string): number => new Date(text).getTime()

test('chats stand under the day on which something last happened in them', () => {
  const now = new Date('2026-11-24T09:00:00')
  const chats = [
    summary(1, { updatedAt: at('2026-11-24T00:00:00') }),
    summary(2, { updatedAt: at('2026-11-23T23:59:59') }),
    summary(3, { updatedAt: at('2026-11-23T00:00:00') }),
    summary(4, { updatedAt: at('2026-11-22T23:59:59') }),
    summary(5, { updatedAt: at('2026-11-17T00:00:00') }),
    summary(6, { updatedAt: at('2026-11-16T23:59:59') }),
  ]
  const groups = groupChats(chats, now).map(({ group, chats: found }) => [group, found.map(({ title }) => title)])
  expect(groups).toEqual([
    ['today', ['Chat 1']],
    ['yesterday', ['Chat 2', 'Chat 3']],
    ['lastWeek', ['Chat 4', 'Chat 5']],
    ['older', ['Chat 6']],
  ])
})

test('a day without chats has no heading', () => {
  expect(groupChats([summary(1)], new Date()).map(({ group }) => group)).toEqual(['today'])
  expect(groupChats([], new Date())).toEqual([])
})
