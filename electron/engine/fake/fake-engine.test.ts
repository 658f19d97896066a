import { describe, expect, test } from 'vitest'
import { createFakeClock } from '../../core/fake-clock.ts'
import { createEngineClient, type AnswerChunk, type GenerateOptions } from '../engine-client.ts'
import type { EngineTurn } from '../engine-protocol.ts'
import { errorOf, sampling, silent } from '../test-support/engine-session.ts'
import { createFakeEngine, type FakeEngineOptions } from './fake-engine.ts'
import { markdownSample } from './markdown-sample.ts'

async function start(options: FakeEngineOptions & { contextSize?: number } = {}) {
  const clock = createFakeClock()
  const launcher = createFakeEngine({ timers: clock, ...options })
  const client = createEngineClient({ launcher, clock, log: silent })
  const load = (name: string, signal?: AbortSignal) =>
    client.load(
      { file: `/m/${name}`, gpu: 'auto', contextSize: options.contextSize ?? 'auto', threads: 'auto' },
      signal ? { signal } : {},
    )
  async function ask(turns: string | readonly EngineTurn[], more: GenerateOptions & { maxTokens?: number } = {}) {
    const chunks: AnswerChunk[] = []
    const all = typeof turns === 'string' ? [{ role: 'user' as const, text: turns }] : turns
    const request = { systemPrompt: '', turns: all, sampling, maxTokens: more.maxTokens ?? null }
    const result = await client.generate(request, { ...more, onChunk: (chunk) => chunks.push(chunk) })
    const of = (kind: string) =>
      chunks.flatMap(({ parts }) => parts.filter((part) => part.kind === kind).map(({ text }) => text)).join('')
    return { ...result, text: of('text'), thought: of('thought') }
  }
  return { clock, launcher, client, load, ask }
}

describe('the scripted engine', () => {
  test('answers with what was said, the same way each time', async () => {
    const { load, ask } = await start()
    expect(await load('any.gguf')).toMatchObject({ contextSize: 8192, template: 'scripted' })
    const first = await ask('Hello there')
    expect(first).toMatchObject({ reason: 'end', stats: { promptTokens: 3, droppedTurns: 0 } })
    expect(first.text).toContain('You said: "Hello there"')
    expect((await ask('Hello there')).text).toBe(first.text)
  })

  test('follows what the message asks for', async () => {
    const { load, ask } = await start()
    await load('any.gguf')
    expect((await ask('/markdown')).text).toBe(markdownSample)
    expect((await ask('/markdown 33000')).text).toHaveLength(33_000)
    expect((await ask('/echo  two  spaces /crash')).text).toBe(' two  spaces /crash')
    expect((await ask('/long 50')).stats?.answerTokens).toBe(50)
    expect((await ask('/repeat')).reason).toBe('repeat')
    expect((await ask('/full')).reason).toBe('context')
    expect((await ask('/long 50', { maxTokens: 20 })).reason).toBe('length')
    const thinking = await ask('/think why')
    expect(thinking.thought).toContain('I look at the words')
    expect(thinking.text).toContain('You said: "why"')
  })

  test('needs a model, and takes one request at a time', async () => {
    const { client, load, ask } = await start()
    await client.probe()
    await expect(ask('Hello')).rejects.toMatchObject({ code: 'MODEL_NOT_LOADED' })
    await load('any.gguf')
    const answers = await Promise.allSettled([ask('one'), ask('two')])
    expect(answers[0]).toMatchObject({ status: 'fulfilled' })
    expect(answers[1]).toMatchObject({ reason: { code: 'ENGINE_BUSY' } })
  })

  test('keeps what it read: the second question reads only what is new', async () => {
    const { load, ask } = await start()
    await load('any.gguf')
    const first = await ask('one two three four')
    const turns: EngineTurn[] = [
      { role: 'user', text: 'one two three four' },
      { role: 'assistant', text: first.text },
      { role: 'user', text: 'five' },
    ]
    const second = await ask(turns)
    const { promptTokens = 0, cachedTokens = 0 } = second.stats ?? {}
    expect(promptTokens - cachedTokens).toBe(2)
  })

  test('leaves out the oldest turns when the context is full, and refuses what can never fit', async () => {
    const { load, ask } = await start({ contextSize: 64 })
    await load('any.gguf')
    const long = Array.from({ length: 20 }, () => 'word').join(' ')
    const turns: EngineTurn[] = [1, 2, 3].flatMap(() => [
      { role: 'user' as const, text: long },
      { role: 'assistant' as const, text: long },
    ])
    const answer = await ask([...turns, { role: 'user', text: 'last' }])
    expect(answer.stats?.droppedTurns).toBe(6)
    await expect(ask(Array.from({ length: 90 }, () => 'word').join(' '))).rejects.toMatchObject({
      code: 'PROMPT_TOO_LONG',
      data: { tokens: 91, contextSize: 64 },
    })
    expect((await ask('/long 100')).reason).toBe('context')
  })

  test('dies, leaves and hangs when told to', async () => {
    const { client, load, ask, clock } = await start()
    const ends: unknown[] = []
    client.onExit((end) => ends.push(end))
    await load('any.gguf')
    await expect(ask('/crash')).rejects.toMatchObject({ code: 'ENGINE_CRASHED', data: { reason: 'abort' } })
    await load('any.gguf')
    await expect(ask('/kill')).rejects.toMatchObject({ code: 'ENGINE_KILLED' })
    client.reset()
    await load('any.gguf')
    await expect(ask('/grow')).rejects.toMatchObject({ code: 'ENGINE_OUT_OF_MEMORY', data: { reason: 'memory' } })
    await load('any.gguf')
    const hung = errorOf(ask('/hang'))
    await clock.advanceAsync(31_000)
    expect(await hung).toMatchObject({ code: 'ENGINE_UNRESPONSIVE' })
    expect(ends).toMatchObject([
      { reason: 'abort' },
      { reason: 'killed' },
      { reason: 'memory' },
      { reason: 'unresponsive' },
    ])
  })

  test('G4 lives and does not get on when told to, in an answer and in loading', async () => {
    const { load, ask, clock, launcher } = await start()
    await load('any.gguf')
    const stalled = errorOf(ask('/ignore'))
    await clock.advanceAsync(100_000)
    expect(await stalled).toMatchObject({ code: 'ENGINE_UNRESPONSIVE' })
    const loading = errorOf(load('a-stall-on-load.gguf'))
    await clock.advanceAsync(400_000)
    expect(await loading).toMatchObject({ code: 'ENGINE_UNRESPONSIVE' })
    await load('any.gguf')
    expect((await ask('Still there?')).reason).toBe('end')
    expect(launcher.processes).toHaveLength(3)
  })

  test('G20 has a chat template that never ends when told to; the next good model loads', async () => {
    const { load, ask, clock, launcher } = await start()
    const loading = errorOf(load('a-template-hangs.gguf'))
    await clock.advanceAsync(25_000)
    expect(await loading).toMatchObject({ code: 'MODEL_TEMPLATE_HANGS' })
    await load('any.gguf')
    const answer = errorOf(ask('/template'))
    await clock.advanceAsync(25_000)
    expect(await answer).toMatchObject({ code: 'MODEL_TEMPLATE_HANGS' })
    await load('any.gguf')
    expect((await ask('Still there?')).reason).toBe('end')
    expect(launcher.processes).toHaveLength(3)
  })

  test.each([
    ['oom', 'ENGINE_OUT_OF_MEMORY'],
    ['truncated', 'MODEL_TRUNCATED'],
    ['unknown-arch', 'MODEL_UNKNOWN_ARCHITECTURE'],
    ['no-template', 'MODEL_NO_TEMPLATE'],
    ['crash-on-load', 'ENGINE_CRASHED'],
  ])('a file named %s fails as such', async (name, code) => {
    const { load } = await start()
    await expect(load(`a-${name}.gguf`)).rejects.toMatchObject({ code })
  })

  test('takes the time it was given, and stops at once', async () => {
    const { clock, load, ask, client } = await start({ tokensPerSecond: 10, loadMs: 1000 })
    const loading = load('any.gguf')
    await clock.advanceAsync(1000)
    await loading
    const controller = new AbortController()
    const answer = ask('/long 100', { signal: controller.signal })
    await clock.advanceAsync(5000)
    controller.abort()
    const stopped = await answer
    const { stats } = stopped
    expect(stopped.reason).toBe('stopped')
    expect(stats?.answerTokens).toBeGreaterThan(40)
    expect(stats?.answerTokens).toBeLessThanOrEqual(50)
    const cancel = new AbortController()
    const refused = errorOf(load('any.gguf', cancel.signal))
    await clock.advanceAsync(500)
    const reason = new Error('no more')
    cancel.abort(reason)
    expect(await refused).toBe(reason)
    await expect(client.count({ systemPrompt: '', turns: [] })).rejects.toMatchObject({ code: 'MODEL_NOT_LOADED' })
  })
})
