import { describe, expect, test } from 'vitest'
import { answerReserve, type EngineTurn } from '../engine-protocol.ts'
import { countTurns } from './count-turns.ts'
import { planPrompt } from './prompt.ts'
import { letterRenderer, letters } from './test-support/letter-renderer.ts'

const pair = (name: string, size = 98): EngineTurn[] => [
  { role: 'user', text: name.padEnd(size) },
  { role: 'assistant', text: letters(size) },
]
const question: EngineTurn = { role: 'user', text: letters(45) }
const conversation = (pairs: number): EngineTurn[] => [
  ...Array.from({ length: pairs }, (_, i) => pair(`${i}`)).flat(),
  question,
]

const plan = (contextSize: number, turns: readonly EngineTurn[], previous: Parameters<typeof planPrompt>[2] = null) =>
  planPrompt(letterRenderer(contextSize), { systemPrompt: '', turns, maxTokens: null }, previous)

describe('what goes into the prompt', () => {
  test('everything, as long as it fits with room for an answer', async () => {
    // 50 for the question and its frame, 200 a pair, a quarter free.
    const { droppedTurns, tokens } = await plan(1000, conversation(3))
    expect(droppedTurns).toBe(0)
    expect(tokens).toHaveLength(650)
    expect((await plan(866, conversation(3))).droppedTurns).toBe(0)
    expect((await plan(865, conversation(3))).droppedTurns).toBeGreaterThan(0)
  })

  test('whole pairs go, the oldest first, and more than the least, so that the next question finds the same beginning', async () => {
    const first = await plan(1000, conversation(4))
    expect(first.droppedTurns).toBe(4)
    expect(first.history[0]).toMatch(/^2 /)
    const start = { index: 4, text: conversation(4)[4]?.text ?? '' }
    const second = await plan(1000, conversation(5), start)
    expect(second.droppedTurns).toBe(4)
    const third = await plan(1000, conversation(6), start)
    expect(third.droppedTurns).toBe(8)
  })

  test('a beginning that is remembered from another conversation is not used', async () => {
    expect((await plan(1000, conversation(5), { index: 2, text: 'something else' })).droppedTurns).toBe(6)
  })

  test('the system prompt and the last question stay, however little room is left', async () => {
    const renderer = letterRenderer(300)
    const turns = [...pair('old'), ...pair('older'), { role: 'user' as const, text: letters(200) }]
    const planned = await planPrompt(renderer, { systemPrompt: letters(80), turns, maxTokens: null }, null)
    expect(planned).toMatchObject({ droppedTurns: 4, history: [letters(200)] })
    expect(planned.tokens).toHaveLength(3 + 82 + 202)
  })

  test('what can never fit is refused with its numbers, at the very token', async () => {
    const alone = (size: number): EngineTurn[] => [{ role: 'user', text: letters(size) }]
    expect((await plan(300, alone(293))).tokens).toHaveLength(298)
    await expect(plan(300, alone(294))).rejects.toMatchObject({
      code: 'PROMPT_TOO_LONG',
      data: { tokens: 299, contextSize: 300 },
    })
    await expect(plan(300, alone(1_000_000))).rejects.toMatchObject({ data: { tokens: 1_000_000 } })
  })

  test('a history of any length costs no more than a full context', async () => {
    const renderer = letterRenderer(1000)
    const request = { systemPrompt: '', turns: conversation(5000), maxTokens: null }
    expect((await planPrompt(renderer, request, null)).droppedTurns).toBe(9996)
    expect(renderer.counted).toBeLessThan(1300)
    expect(renderer.rendered).toBeLessThan(4)
  })

  test('a short answer that was asked for needs less room', () => {
    expect(answerReserve(8192, null)).toBe(1024)
    expect(answerReserve(1000, null)).toBe(250)
    expect(answerReserve(8192, 100)).toBe(100)
  })
})

describe('counting', () => {
  test('the parts make up the whole prompt', async () => {
    const renderer = letterRenderer(1000)
    const turns = conversation(2)
    const { system, turns: counts } = await countTurns(renderer, letters(20), turns)
    expect({ system, counts }).toEqual({ system: 25, counts: [100, 100, 100, 100, 47] })
    expect(system + counts.reduce((a, b) => a + b, 0)).toBe(renderer.render(letters(20), turns).tokens.length)
    expect(await countTurns(renderer, '', [])).toEqual({ system: 3, turns: [] })
  })
})
