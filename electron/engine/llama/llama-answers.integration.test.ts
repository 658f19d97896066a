import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import type { EngineTurn } from '../engine-protocol.ts'
import { greedy, startRealEngine, type RealEngine } from './test-support/real-engine.ts'

let engine: RealEngine
let model: string

beforeAll(async () => {
  engine = await startRealEngine()
  model = await engine.write('tiny.gguf', tinyLlama({ contextLength: 8192 }))
  await engine.load(model, 1024)
})

afterAll(() => engine.close())

/** `x` joins with nothing: as many tokens as letters. */
const letters = (count: number): string => 'x'.repeat(count)

/** Tokens of an empty question in this model's format. */
async function frame(): Promise<number> {
  const counted = await engine.client.count({ systemPrompt: '', turns: [{ role: 'user', text: '' }] })
  return counted.system + (counted.turns[0] ?? 0)
}

describe('an answer', () => {
  test('G17 streams, counts and measures itself', async () => {
    const seen: string[] = []
    const told = await engine.ask('Hello there', {
      onStarted: ({ promptTokens, droppedTurns }) => seen.push(`started ${promptTokens} ${droppedTurns}`),
      onReadProgress: (done, total) => seen.push(`read ${done === total}`),
      onChunk: () => seen.push('chunk'),
    })
    expect(told.reason).toBe('length')
    expect(told.text).toMatch(/^[ -~]{24,}$/)
    expect(told.stats).toMatchObject({ answerTokens: 24, droppedTurns: 0 })
    expect(told.stats?.tokensPerSecond).toBeGreaterThan(0)
    expect(told.stats?.firstTokenMs).toBeGreaterThan(0)
    expect(told.stats?.contextUsed).toBe((told.stats?.promptTokens ?? 0) + 23)
    expect(seen[0]).toBe(`started ${told.stats?.promptTokens} 0`)
    expect(seen.slice(1, 3)).toEqual(['read true', 'chunk'])
  })

  test('is the same each time at temperature 0, and with the same seed', async () => {
    const first = await engine.ask('Say something')
    expect((await engine.ask('Say something')).text).toBe(first.text)
    const warm = { ...greedy, temperature: 1.5, topK: 0, topP: 1, seed: 7 }
    const one = await engine.ask('Say something', { sampling: warm })
    expect((await engine.ask('Say something', { sampling: warm })).text).toBe(one.text)
    expect((await engine.ask('Say something', { sampling: { ...warm, seed: 8 } })).text).not.toBe(one.text)
    expect((await engine.ask('Say something', { sampling: { ...greedy, repeatPenalty: 1.5 } })).text).not.toBe(
      first.text,
    )
  })

  test('has no system prompt that nobody wrote', async () => {
    const bare = await engine.ask('Hi', { maxTokens: 1 })
    const counted = await engine.client.count({ systemPrompt: '', turns: [{ role: 'user', text: 'Hi' }] })
    expect(bare.stats?.promptTokens).toBe(counted.system + (counted.turns[0] ?? 0))
    const kind = await engine.ask('Hi', { maxTokens: 1, systemPrompt: 'Be kind.' })
    expect(kind.stats?.promptTokens).toBeGreaterThan((bare.stats?.promptTokens ?? 0) + 8)
  })

  test('to a second question reads only what is new', async () => {
    const turns: EngineTurn[] = [{ role: 'user', text: `A long first question. ${'word '.repeat(100)}` }]
    const first = await engine.ask(turns, { maxTokens: 8 })
    const second = await engine.ask([
      ...turns,
      { role: 'assistant', text: first.text },
      { role: 'user', text: 'And then?' },
    ])
    const { promptTokens = 0, cachedTokens = 0 } = second.stats ?? {}
    expect(cachedTokens).toBeGreaterThanOrEqual(first.stats?.promptTokens ?? Infinity)
    expect(promptTokens - cachedTokens).toBeLessThan(60)
    expect(cachedTokens / promptTokens).toBeGreaterThan(0.9)
  })

  test('in a loop is ended as a repetition', async () => {
    const looping = await engine.write('loop.gguf', tinyLlama({ contextLength: 8192, layers: 1 }))
    await engine.load(looping)
    const told = await engine.ask('Hi', { maxTokens: null })
    expect(told.reason).toBe('repeat')
    expect(told.stats?.answerTokens).toBeLessThan(8000)
    await engine.load(model, 1024)
  })
})

describe('a full context', () => {
  test('G21 a message of n_ctx − 2 tokens is answered with the one that is left; n_ctx − 1, n_ctx and n_ctx + 1 are refused', async () => {
    await engine.load(model, 256)
    const around = await frame()
    const told = await engine.ask(letters(254 - around), { maxTokens: null })
    expect(told).toMatchObject({ reason: 'context', stats: { promptTokens: 254, answerTokens: 1 } })
    for (const tokens of [255, 256, 257, 5000]) {
      await expect(engine.ask(letters(tokens - around))).rejects.toMatchObject({
        code: 'PROMPT_TOO_LONG',
        data: { contextSize: 256 },
      })
    }
    await expect(engine.ask(letters(257 - around))).rejects.toMatchObject({ data: { tokens: 257 } })
    expect((await engine.ask('Still there?')).reason).toBe('length')
    await engine.load(model, 1024)
  })

  test('G21 a message longer than a batch is read and answered', async () => {
    const told = await engine.ask(letters(700))
    expect(told).toMatchObject({ reason: 'length', stats: { answerTokens: 24 } })
    expect(told.stats?.promptTokens).toBeGreaterThan(700)
  })

  test('ends the answer and says so, instead of forgetting in silence', async () => {
    await engine.load(model, 256)
    const told = await engine.ask('Tell me a lot', { maxTokens: null })
    expect(told.reason).toBe('context')
    expect((told.stats?.promptTokens ?? 0) + (told.stats?.answerTokens ?? 0)).toBe(255)
    const exact = await engine.ask('Tell me a lot', { maxTokens: 10_000 })
    expect(exact.reason).toBe('context')
    await engine.load(model, 1024)
  })

  test('leaves out the oldest turns, says how many, and finds the same beginning next time', async () => {
    await engine.load(model, 512)
    const turns: EngineTurn[] = Array.from({ length: 6 }, (_, i): EngineTurn[] => [
      { role: 'user', text: `${i} ${letters(60)}` },
      { role: 'assistant', text: letters(60) },
    ]).flat()
    const first = await engine.ask([...turns, { role: 'user', text: 'One?' }], {
      systemPrompt: 'Be kind.',
      maxTokens: 8,
    })
    expect(first.stats?.droppedTurns).toBeGreaterThanOrEqual(6)
    expect((first.stats?.droppedTurns ?? 1) % 2).toBe(0)
    const longer = [...turns, { role: 'user' as const, text: 'One?' }, { role: 'assistant' as const, text: first.text }]
    const second = await engine.ask([...longer, { role: 'user', text: 'Two?' }], {
      systemPrompt: 'Be kind.',
      maxTokens: 8,
    })
    expect(second.stats?.droppedTurns).toBe(first.stats?.droppedTurns)
    expect(second.stats?.cachedTokens).toBeGreaterThanOrEqual(first.stats?.promptTokens ?? Infinity)
    await engine.load(model, 1024)
  })
})

describe('reasoning', () => {
  /** In the manner of models that always think first: the template opens the thought, and leaves old thoughts out. */
  const thinking = [
    "{% for m in messages %}{% if m.role == 'assistant' %}{{ '<|im_start|>assistant\\n' }}",
    "{% set r = m.reasoning_content if m.reasoning_content is string else '' %}",
    "{% if loop.last or r %}{{ '<think>\\n' + r.strip('\\n') + '\\n</think>\\n\\n' }}{% endif %}",
    "{{ m.content + '<|im_end|>\\n' }}{% else %}{{ '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n' }}",
    "{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n<think>\\n' }}{% endif %}",
  ].join('')

  test('comes as thought, not as text, and a full context ends it too', async () => {
    const thinker = await engine.write('thinker.gguf', tinyLlama({ contextLength: 1024, template: thinking }))
    expect(await engine.load(thinker, 256)).toMatchObject({ template: 'JinjaTemplate' })
    const kinds = new Set<string>()
    const told = await engine.ask('Why?', {
      maxTokens: null,
      onChunk: ({ parts }) => parts.forEach(({ kind }) => kinds.add(kind)),
    })
    expect([...kinds]).toEqual(['thought'])
    expect(told.reason).toBe('context')
    expect(told.stats?.contextUsed).toBeLessThanOrEqual(256)
    expect(told.stats?.answerTokens).toBeGreaterThan(200)
    const brimful = await engine.ask(letters(236), { maxTokens: null })
    expect(brimful.reason).toBe('context')
    await engine.load(model, 1024)
  })
})

describe('stopping', () => {
  test('G14 while the prompt is read: nothing is written, what was read is kept', async () => {
    await engine.load(model, 8192)
    const controller = new AbortController()
    const long = letters(6000)
    const stopped = await engine.ask(long, {
      signal: controller.signal,
      onReadProgress: () => controller.abort(),
    })
    expect(stopped).toMatchObject({ reason: 'stopped', text: '', stats: { answerTokens: 0 } })
    const { contextUsed = 0, promptTokens = 0 } = stopped.stats ?? {}
    expect(contextUsed).toBeGreaterThan(0)
    expect(contextUsed).toBeLessThan(promptTokens)
    const again = await engine.ask(long, { maxTokens: 1 })
    expect(again.stats?.cachedTokens).toBe(contextUsed)
    await engine.load(model, 1024)
  })

  test('G14 in mid-answer: what was written is kept and the engine goes on', async () => {
    const controller = new AbortController()
    const stopped = await engine.ask('Tell me a lot', {
      maxTokens: null,
      signal: controller.signal,
      onChunk: () => controller.abort(),
    })
    expect(stopped.reason).toBe('stopped')
    expect(stopped.text).not.toBe('')
    expect(stopped.stats?.answerTokens).toBeLessThan(900)
    expect((await engine.ask('Hello')).reason).toBe('length')
  })

  test('one answer at a time: a second is refused, the first goes on', async () => {
    const both = await Promise.allSettled([engine.ask('One'), engine.ask('Two')])
    expect(both).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: { code: 'ENGINE_BUSY' } }])
  })
})

test('nothing of all this has ended the process', () => {
  expect(engine.pids).toHaveLength(1)
  expect(engine.ends).toEqual([])
})
