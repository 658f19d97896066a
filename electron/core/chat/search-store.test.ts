import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ModelId } from '../../contract/ids.ts'
import { openTestDatabase, tempPaths } from '../db/test-support/test-data.ts'
import { createFakeClock } from '../fake-clock.ts'
import { createChatStore } from './chat-store.ts'

const model = { id: ModelId.parse('starter'), name: 'Starter' }

function startStore() {
  const clock = createFakeClock()
  const { db } = openTestDatabase({ paths: tempPaths(), clock })
  const store = createChatStore({ db, clock })
  let sent = 0
  const say = (title: string, question: string, answer = 'Well.', thought = '') => {
    sent += 1
    const key = `22222222-0000-4000-8000-${String(sent).padStart(12, '0')}`
    const turn = store.addTurn({ chat: null, title, text: question, key, model })
    const tail = [
      { kind: 'thought' as const, text: thought },
      { kind: 'text' as const, text: answer },
    ]
    store.finishAnswer(turn.answer, { reason: 'end', stats: null, error: null, tail })
    return turn
  }
  return { store, say, found: (query: string) => store.search(query).map((hit) => hit.message ?? hit.chat) }
}

test('titles come first, then messages, each with its chat and the words around the find', () => {
  const { store, say } = startStore()
  const one = say('About birds', 'What does a heron eat?')
  const two = say('Heron care', 'Hello', `${'long before '.repeat(30)}the heron stands ${'long after '.repeat(30)}`)
  const hits = store.search('heron')
  expect(hits[0]).toEqual({ chat: two.chat, title: 'Heron care', message: null, excerpt: 'Heron care' })
  expect(hits).toContainEqual({
    chat: one.chat,
    title: 'About birds',
    message: one.user,
    excerpt: 'What does a heron eat?',
  })
  const far = hits.find((hit) => hit.message === two.answer)
  expect(far?.excerpt).toMatch(/^…[^…]*the heron stands[^…]*…$/)
  expect(far?.excerpt.length).toBeLessThan(170)
  expect(hits).toHaveLength(3)
})

test('all words must be there, the last one may be unfinished, case and accents do not matter', () => {
  const { say, found } = startStore()
  const turn = say('t', 'Le Café crème est servi')
  expect(found('cafe')).toEqual([turn.user])
  expect(found('CRÈME serv')).toEqual([turn.user])
  expect(found('serv creme')).toEqual([])
  expect(found('café tea')).toEqual([])
  expect(found('e')).toEqual([turn.user])
})

test('words inside text without spaces are found', () => {
  const { say, found, store } = startStore()
  const turn = say('t', '我住在北京大学附近', '日本語のテキストです')
  expect(found('北京')).toEqual([turn.user])
  expect(found('京大学')).toEqual([turn.user])
  expect(found('京北')).toEqual([])
  expect(found('テキスト')).toEqual([turn.answer])
  expect(store.search('北京')[0]?.excerpt).toBe('我住在北京大学附近')
})

test('a thought is not looked through', () => {
  const { say, found } = startStore()
  say('t', 'q', 'visible', 'hidden')
  expect(found('hidden')).toEqual([])
  expect(found('visible')).toHaveLength(1)
})

test('what looks like a query language is just text', () => {
  const { say, found, store } = startStore()
  const turn = say('t', 'he said "NOT" AND c++ OR foo-bar (x) near* text:y')
  for (const query of [
    '"NOT"',
    'NOT',
    'AND',
    'foo-bar',
    'c++ foo',
    '(x)',
    'near*',
    'text:y',
    '"',
    '""NOT',
    '^he',
    '{a}',
  ]) {
    const expected = query === '"' ? [] : [turn.user]
    expect({ query, found: found(query) }).toEqual({ query, found: expected })
  }
  expect(store.search('  ')).toEqual([])
})

test('no text of any kind makes the search fail', { timeout: 60_000 }, () => {
  const { store, say } = startStore()
  say('title', 'some text with words')
  fc.assert(
    fc.property(fc.array(fc.nat(0xffff), { maxLength: 60 }), fc.string({ maxLength: 60 }), (units, ascii) => {
      const [a, b] = [String.fromCharCode(...units), ascii]
      expect(Array.isArray(store.search(a + b))).toBe(true)
    }),
    { numRuns: 400 },
  )
})

test('any message is found by any of its words', { timeout: 60_000 }, () => {
  const { say, store } = startStore()
  const word = fc.stringMatching(/^[a-zäöüéñ]{2,9}$/)
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), fc.nat(), (words, pick) => {
      const marker = `m${Math.abs(pick)}`
      const turn = say('t', `${words.join(' ')} ${marker}`)
      const hits = store.search(`${words[pick % words.length] ?? ''} ${marker}`)
      const hit = hits.find((candidate) => candidate.message === turn.user)
      expect(hit?.excerpt).toContain(marker)
    }),
    { numRuns: 30 },
  )
})

test('at most fifty are shown', () => {
  const { store, say } = startStore()
  for (let count = 0; count < 40; count++) say('osprey', 'osprey', 'osprey')
  const hits = store.search('osprey')
  expect(hits).toHaveLength(50)
  expect(hits.filter((hit) => hit.message === null)).toHaveLength(40)
})

test('a renamed chat is found under its new name alone', () => {
  const { store, say } = startStore()
  const { chat } = say('pelican', 'x')
  store.rename(chat, 'gannet')
  expect(store.search('pelican')).toEqual([])
  expect(store.search('gannet')).toMatchObject([{ chat, title: 'gannet' }])
})
