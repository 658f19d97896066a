import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChatId } from '../../contract/ids.ts'
import type { Counted } from '../../engine/engine-client.ts'
import type { EngineTurn } from '../../engine/engine-protocol.ts'
import { countTurns } from '../../engine/llama/count-turns.ts'
import { planPrompt, type PromptStart } from '../../engine/llama/prompt.ts'
import { letterRenderer, letters } from '../../engine/llama/test-support/letter-renderer.ts'
import { contextUse, createContextRuler, usualQuestion } from './context-ruler.ts'

const roles = ['user', 'assistant'] as const
const turnsOf = (count: number): EngineTurn[] =>
  Array.from({ length: count }, (_, index) => ({ role: roles[index % 2] ?? 'user', text: '' }))
const use = (counted: Counted, options: { maxTokens?: number; dropped?: number } = {}) =>
  contextUse(counted, { turns: turnsOf(counted.turns.length), maxTokens: null, dropped: 0, ...options })

test('free room is what system prompt and history leave of the context', () => {
  expect(use({ system: 100, turns: [50, 250], contextSize: 1000 })).toEqual({
    size: 1000,
    system: 100,
    history: 300,
    free: 600,
    nextDrops: 0,
  })
})

test('before the context is full it is said how many messages the next answer leaves out', () => {
  // A quarter is kept for the answer, 62 for the question; of what is too much a quarter more goes.
  expect(use({ system: 0, turns: [340, 340], contextSize: 1000 }).nextDrops).toBe(0)
  expect(use({ system: 0, turns: [340, 350], contextSize: 1000 }).nextDrops).toBe(2)
  expect(use({ system: 100, turns: [100, 100, 100, 100, 100, 100], contextSize: 1000 }).nextDrops).toBe(2)
  expect(use({ system: 50, turns: [779, 779], contextSize: 2048 }).nextDrops).toBe(2)
})

test('a shorter answer that is asked for needs less room', () => {
  const counted = { system: 0, turns: [400, 400], contextSize: 1000 }
  expect(use(counted, { maxTokens: 100 }).nextDrops).toBe(0)
  expect(use(counted, { maxTokens: 200 }).nextDrops).toBe(2)
})

test('while what the last answer began with still fits, no more is left out than before', () => {
  const counted = { system: 0, turns: [300, 300, 200, 200, 100, 100], contextSize: 1000 }
  expect(use(counted, { dropped: 2 }).nextDrops).toBe(2)
  expect(use(counted).nextDrops).toBe(4)
})

test('a context that overflows has no room, never less than none', () => {
  expect(use({ system: 900, turns: [300], contextSize: 1000 })).toMatchObject({ free: 0, nextDrops: 0 })
})

/** What a question of this size takes in the letter model, less the two around each turn. */
const questionOf = (tokens: number): EngineTurn => ({ role: 'user', text: letters(tokens - 2) })

test('G21 what the engine leaves out was said before, in every context and as the conversation goes on', async () => {
  const chats = fc.record({
    contextSize: fc.integer({ min: 256, max: 4096 }),
    systemLength: fc.constantFrom(0, 20, 60),
    maxTokens: fc.constantFrom(null, 16, 200),
    /** Percent: the question's of the usual one, the answer's of the context. */
    rounds: fc.array(fc.tuple(fc.integer({ min: 20, max: 100 }), fc.integer({ min: 4, max: 30 })), {
      minLength: 6,
      maxLength: 12,
    }),
  })
  let dropping = 0
  await fc.assert(
    fc.asyncProperty(chats, async ({ contextSize, systemLength, maxTokens, rounds }) => {
      const renderer = letterRenderer(contextSize)
      const systemPrompt = letters(systemLength)
      const usual = usualQuestion(contextSize)
      const turns: EngineTurn[] = []
      let start: PromptStart | null = null
      let dropped = 0
      for (const [share, answer] of rounds) {
        const counted = { ...(await countTurns(renderer, systemPrompt, turns)), contextSize }
        const { nextDrops } = contextUse(counted, { turns, maxTokens, dropped })
        const plan = (size: number) =>
          planPrompt(renderer, { systemPrompt, turns: [...turns, questionOf(size)], maxTokens }, start)
        // A question of the usual size is foretold to the message, a smaller one never comes as a surprise.
        expect((await plan(usual)).droppedTurns).toBe(nextDrops)
        const question = Math.max(3, Math.floor((usual * share) / 100))
        dropped = (await plan(question)).droppedTurns
        expect({ dropped, said: dropped === 0 || nextDrops > 0 }).toEqual({ dropped, said: true })
        dropping += dropped > 0 ? 1 : 0
        turns.push(questionOf(question))
        start = dropped > 0 ? { index: dropped, text: turns[dropped]?.text ?? '' } : null
        turns.push({ role: 'assistant', text: letters(Math.max(1, Math.floor((contextSize * answer) / 100))) })
      }
    }),
    { numRuns: 150 },
  )
  // The rule was really at work.
  expect(dropping).toBeGreaterThan(100)
})

test('a chat that is asked about again before its turn has come is measured once, as it is then', async () => {
  const chat = 'chat' as ChatId
  const told: unknown[] = []
  const free = Promise.withResolvers<void>()
  let asked = 0
  const ruler = createContextRuler({
    async count(conversation) {
      await free.promise
      asked++
      return { system: 0, turns: conversation().turns.map(() => 10), contextSize: 1000 }
    },
    conversation: () => ({ systemPrompt: '', turns: turnsOf(4), maxTokens: null, dropped: 0 }),
    publish: (_, context) => told.push(context),
  })
  ruler.measure(chat)
  ruler.measure(chat)
  free.resolve()
  await new Promise<void>((resolve) => void setImmediate(resolve))
  expect(told).toMatchObject([{ history: 40 }])
  expect(asked).toBe(1)
  ruler.clear()
  expect(told.at(-1)).toBeNull()
  expect(ruler.last(chat)).toBeNull()
})
