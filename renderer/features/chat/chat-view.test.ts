import { expect, test } from 'vitest'
import { applyChatEvent, resumeAfter, type ChatView } from './chat-view.ts'
import { answer, begun, detail, messageId, question, summary } from './test-support/samples.ts'

function opened(): ChatView {
  const messages = [question(1, 'Hello'), begun(2)]
  return applyChatEvent(undefined, { type: 'snapshot', revision: 7, seq: 0, detail: detail(messages) }, 0)
}

const delta = (seq: number, text: string, kind: 'text' | 'thought' = 'text') =>
  ({ type: 'delta', message: messageId(2), seq, kind, text }) as const

function messagesOf(view: ChatView) {
  return view.phase === 'open' ? view.detail.messages : []
}

test('words come together to one text, and other messages stay the same objects', () => {
  const before = opened()
  const after = [delta(1, 'One '), delta(2, 'two')].reduce((view, event) => applyChatEvent(view, event, 0), before)
  expect(messagesOf(after)[1]?.parts).toEqual([{ kind: 'text', text: 'One two' }])
  expect(messagesOf(after)[0]).toBe(messagesOf(before)[0])
})

test('words that the page already holds are not added again', () => {
  const once = applyChatEvent(opened(), delta(2, 'One two'), 0)
  expect(applyChatEvent(once, delta(1, 'One '), 0)).toBe(once)
  expect(applyChatEvent(once, delta(2, 'One two'), 0)).toBe(once)
})

test('a thought ends with the first word of the answer, and it is known how long it took', () => {
  let view = applyChatEvent(opened(), delta(1, 'Hm. ', 'thought'), 1000)
  view = applyChatEvent(view, delta(2, 'Well. ', 'thought'), 4000)
  expect(messagesOf(view)[1]?.parts).toEqual([{ kind: 'thought', text: 'Hm. Well. ', ms: null }])
  view = applyChatEvent(view, delta(3, 'Yes'), 7000)
  expect(messagesOf(view)[1]?.parts).toEqual([
    { kind: 'thought', text: 'Hm. Well. ', ms: 6000 },
    { kind: 'text', text: 'Yes' },
  ])
})

test('after a lost connection the page asks for what follows the last word it holds', () => {
  const view = applyChatEvent(applyChatEvent(opened(), delta(1, 'a'), 0), delta(5, 'bcde'), 0)
  expect(resumeAfter(view)).toEqual({ revision: 7, message: messageId(2), seq: 5 })
})

test('a finished chat is asked for as a whole', () => {
  const done = { type: 'message', revision: 8, message: answer(2, 'All of it') } as const
  const view = applyChatEvent(opened(), done, 0)
  expect(messagesOf(view)[1]?.parts).toEqual([{ kind: 'text', text: 'All of it' }])
  expect(resumeAfter(view)).toBeUndefined()
  expect(resumeAfter(undefined)).toBeUndefined()
})

test('a new message goes to the end, and its words are counted from the beginning', () => {
  let view = applyChatEvent(opened(), delta(9, 'long'), 0)
  view = applyChatEvent(view, { type: 'message', revision: 8, message: answer(2, 'long') }, 0)
  view = applyChatEvent(view, { type: 'message', revision: 9, message: question(3, 'And?') }, 0)
  view = applyChatEvent(view, { type: 'message', revision: 10, message: begun(4) }, 0)
  view = applyChatEvent(view, { ...delta(1, 'So'), message: messageId(4) }, 0)
  expect(messagesOf(view).map(({ parts }) => parts[0]?.text)).toEqual(['Hello', 'long', 'And?', 'So'])
  expect(resumeAfter(view)).toEqual({ revision: 10, message: messageId(4), seq: 1 })
})

test('title and context change without touching the messages; a chat that is gone is gone', () => {
  const before = opened()
  const renamed = applyChatEvent(before, { type: 'chat', chat: summary(1, { title: 'New' }) }, 0)
  expect(renamed.phase === 'open' && renamed.detail.chat.title).toBe('New')
  expect(messagesOf(renamed)).toBe(messagesOf(before))
  expect(applyChatEvent(renamed, { type: 'gone' }, 0)).toEqual({ phase: 'gone' })
})
