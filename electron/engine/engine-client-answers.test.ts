import { beforeEach, describe, expect, test } from 'vitest'
import {
  createEngineSession,
  chunk,
  info,
  model,
  question,
  started,
  stats,
  type EngineSession,
} from './test-support/engine-session.ts'

let session: EngineSession

beforeEach(() => {
  session = createEngineSession()
})

describe('stopping', () => {
  test('G14 a stop reaches the engine at once and the answer ends as stopped', async () => {
    const engine = await session.ready()
    const controller = new AbortController()
    const { outcome, text, id } = await session.ask(controller.signal)
    engine.say(chunk(id, 1, 'One '))
    controller.abort()
    expect(engine.got.at(-1)).toEqual({ type: 'cancel', id })
    engine.say(chunk(id, 2, 'two'))
    engine.say({ type: 'done', id, reason: 'stopped', stats })
    expect(await outcome).toEqual({ reason: 'stopped', stats })
    expect(text()).toBe('One two')
    await session.clock.advanceAsync(10_000)
    expect(engine.killed).toBe(0)
  })

  test('G5 an engine that ignores a stop is ended after 2 s; the answer is stopped, not failed', async () => {
    const engine = await session.ready()
    const controller = new AbortController()
    const { outcome, settled, id } = await session.ask(controller.signal)
    engine.say(started(id))
    engine.say({ type: 'readProgress', id, done: 64, total: 128 })
    controller.abort()
    await session.clock.advanceAsync(1_999)
    expect(settled()).toBe(0)
    await session.clock.advanceAsync(1)
    expect(await outcome).toEqual({ reason: 'stopped', stats: null })
    expect(engine.killed).toBe(1)
    engine.exit(null, 'SIGKILL')
    await session.tick()
    expect(session.ends).toMatchObject([{ reason: 'asked' }])
  })

  test('G14 a stop before the engine is up starts and sends nothing', async () => {
    const controller = new AbortController()
    const load = session.client.load(model, { signal: controller.signal })
    await session.tick()
    controller.abort(new Error('changed my mind'))
    await expect(load).rejects.toThrow('changed my mind')
    session.launcher.last().ready()
    await session.tick()
    expect(session.launcher.last().got.map(({ type }) => type)).toEqual(['hello'])
    const stopped = AbortSignal.abort()
    expect(await session.client.generate(question, { signal: stopped })).toEqual({ reason: 'stopped', stats: null })
  })

  test('G14 a load that is cancelled ends with the reason of the cancel', async () => {
    const controller = new AbortController()
    const load = session.client.load(model, { signal: controller.signal })
    await session.tick()
    const engine = session.launcher.last()
    engine.ready()
    await session.tick()
    controller.abort(new Error('enough'))
    engine.say({ type: 'cancelled', id: engine.idOf('load') })
    await expect(load).rejects.toThrow('enough')
    expect(engine.killed).toBe(0)
  })

  test('a crash after a stop is still a stopped answer', async () => {
    const engine = await session.ready()
    const controller = new AbortController()
    const { outcome } = await session.ask(controller.signal)
    controller.abort()
    engine.exit(139)
    expect(await outcome).toEqual({ reason: 'stopped', stats: null })
  })
})

describe('what comes over the channel', () => {
  test('G8 twice, late and out of order: the answer is whole and ends once', async () => {
    const engine = await session.ready()
    const { outcome, text, id } = await session.ask()
    engine.say(chunk(id, 2, 'b'))
    engine.say(chunk(id, 1, 'a'))
    engine.say(chunk(id, 1, 'a'))
    engine.say(chunk(id, 4, 'd'))
    engine.say(chunk(id, 3, 'c'))
    engine.say({ type: 'done', id, reason: 'end', stats })
    engine.say({ type: 'done', id, reason: 'length', stats })
    engine.say({ type: 'failed', id, error: { code: 'INTERNAL', message: 'late' } })
    engine.say(chunk(id, 5, 'late'))
    expect(await outcome).toEqual({ reason: 'end', stats })
    expect(text()).toBe('abcd')
  })

  test('G8 a late word of an old answer does not reach the new one', async () => {
    const engine = await session.ready()
    const first = await session.ask()
    engine.say({ type: 'done', id: first.id, reason: 'end', stats })
    await first.outcome
    const second = await session.ask()
    engine.say(chunk(first.id, 1, 'old'))
    engine.say(chunk(second.id, 1, 'new'))
    engine.say({ type: 'done', id: second.id, reason: 'end', stats })
    await second.outcome
    expect(first.text()).toBe('')
    expect(second.text()).toBe('new')
  })

  test('G8 what nobody knows is passed over', async () => {
    const engine = await session.ready()
    const { outcome, text, id } = await session.ask()
    const junk = [null, 7, 'x', {}, { type: 'nonesuch' }, { type: 'nonesuch', id }, { type: 'loaded', id, info }]
    for (const message of junk) engine.say(message)
    engine.say({ type: 'chunk', id, seq: 1 })
    engine.say({ type: 'chunk', id: 'x', seq: 1, parts: [] })
    engine.say(chunk(id, 1, 'fine'))
    engine.say({ type: 'done', id, reason: 'end', stats })
    expect(await outcome).toEqual({ reason: 'end', stats })
    expect(text()).toBe('fine')
  })

  test('G7 half characters are joined, lone ones replaced, a megabyte arrives whole', async () => {
    const engine = await session.ready()
    const { outcome, text, id } = await session.ask()
    engine.say(chunk(id, 1, 'a\uD83D'))
    engine.say(chunk(id, 2, '\uDE00b\uDE00'))
    engine.say(chunk(id, 3, 'x'.repeat(1_000_000)))
    engine.say(chunk(id, 4, '\uD83D'))
    engine.say({ type: 'done', id, reason: 'end', stats })
    await outcome
    expect(text()).toBe(`a\u{1F600}b\uFFFD${'x'.repeat(1_000_000)}\uFFFD`)
    expect(text().isWellFormed()).toBe(true)
  })

  test('a listener that throws does not take the answer with it', async () => {
    const engine = await session.ready()
    const outcome = session.client.generate(question, {
      onStarted() {
        throw new Error('broken page')
      },
    })
    await session.tick()
    const id = engine.idOf('generate')
    engine.say(started(id))
    engine.say({ type: 'done', id, reason: 'end', stats })
    expect(await outcome).toEqual({ reason: 'end', stats })
  })

  test('a failure keeps its code and its numbers; an unknown code becomes INTERNAL', async () => {
    const engine = await session.ready()
    const first = await session.ask()
    const error = { code: 'PROMPT_TOO_LONG', message: 'too long', data: { tokens: 900, contextSize: 512 } }
    engine.say({ type: 'failed', id: first.id, error })
    await expect(first.outcome).rejects.toMatchObject(error)
    const second = await session.ask()
    engine.say({ type: 'failed', id: second.id, error: { code: 'NONESUCH', message: '?' } })
    await expect(second.outcome).rejects.toMatchObject({ code: 'INTERNAL' })
  })

  test('reading is told in numbers', async () => {
    const engine = await session.ready()
    const seen: unknown[] = []
    const outcome = session.client.generate(question, {
      onStarted: (started) => seen.push(started),
      onReadProgress: (done, total) => seen.push([done, total]),
    })
    await session.tick()
    const id = engine.idOf('generate')
    engine.say({ type: 'started', id, promptTokens: 100, cachedTokens: 36, droppedTurns: 2 })
    engine.say({ type: 'readProgress', id, done: 64, total: 64 })
    engine.say({ type: 'done', id, reason: 'end', stats })
    await outcome
    expect(seen).toEqual([{ promptTokens: 100, cachedTokens: 36, droppedTurns: 2 }, [64, 64]])
  })
})
