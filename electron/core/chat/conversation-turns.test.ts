import { expect, test } from 'vitest'
import { conversationTurns } from './conversation-turns.ts'

const state = { phase: 'done', reason: 'end', stats: null, error: null } as const
const user = (text: string) => ({ role: 'user' as const, parts: [{ kind: 'text' as const, text }], state })

test('reasoning is not sent to the model again', () => {
  const answer = {
    role: 'assistant' as const,
    parts: [
      { kind: 'thought' as const, text: 'hm', ms: 5 },
      { kind: 'text' as const, text: 'Yes.' },
    ],
    state,
  }
  expect(conversationTurns([user('Is it?'), answer])).toEqual([
    { role: 'user', text: 'Is it?' },
    { role: 'assistant', text: 'Yes.' },
  ])
})

test('after an answer that came to nothing the two questions are asked as one', () => {
  const empty = { role: 'assistant' as const, parts: [], state }
  expect(conversationTurns([user('First'), empty, user('Second')])).toEqual([{ role: 'user', text: 'First\n\nSecond' }])
})

test('a message that was too long for the context does not make the next one too long', () => {
  const error = { code: 'PROMPT_TOO_LONG', message: 'too long' } as const
  const refused = { role: 'assistant' as const, parts: [], state: { ...state, reason: 'cut', error } as const }
  expect(conversationTurns([user('a book'), refused, user('Hi')])).toEqual([{ role: 'user', text: 'Hi' }])
  // Trying again asks the long one itself.
  expect(conversationTurns([user('a book')])).toEqual([{ role: 'user', text: 'a book' }])
})
