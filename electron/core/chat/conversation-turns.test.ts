import { expect, test } from 'vitest'
import { conversationTurns } from './conversation-turns.ts'

const user = (text: string) => ({ role: 'user' as const, parts: [{ kind: 'text' as const, text }] })

test('reasoning is not sent to the model again', () => {
  const answer = {
    role: 'assistant' as const,
    parts: [
      { kind: 'thought' as const, text: 'hm', ms: 5 },
      { kind: 'text' as const, text: 'Yes.' },
    ],
  }
  expect(conversationTurns([user('Is it?'), answer])).toEqual([
    { role: 'user', text: 'Is it?' },
    { role: 'assistant', text: 'Yes.' },
  ])
})

test('after an answer that came to nothing the two questions are asked as one', () => {
  const empty = { role: 'assistant' as const, parts: [] }
  expect(conversationTurns([user('First'), empty, user('Second')])).toEqual([{ role: 'user', text: 'First\n\nSecond' }])
})
