import { beforeEach, describe, expect, test, vi } from 'vitest'
import {
  createEngineSession,
  errorOf,
  model,
  question,
  chunk,
  started,
  stats,
  type EngineSession,
} from './test-support/engine-session.ts'

let session: EngineSession

beforeEach(() => {
  session = createEngineSession()
})

describe('starting', () => {
  test('nothing is started before it is needed, and one process serves all', async () => {
    expect(session.launcher.all).toHaveLength(0)
    expect(await session.client.memory()).toBe(0)
    await expect(session.client.count(question)).rejects.toMatchObject({ code: 'MODEL_NOT_LOADED' })
    expect(session.launcher.all).toHaveLength(0)
    const both = [session.client.load(model), session.client.probe()]
    await session.tick()
    expect(session.launcher.all).toHaveLength(1)
    session.launcher.last().exit(1)
    await Promise.allSettled(both)
  })

  test('an engine that does not say ready within 30 s is ended', async () => {
    const load = session.client.load(model)
    await session.clock.advanceAsync(29_999)
    expect(session.launcher.last().killed).toBe(0)
    await session.clock.advanceAsync(1)
    expect(session.launcher.last().killed).toBe(1)
    session.launcher.last().exit(null, 'SIGKILL')
    await expect(load).rejects.toMatchObject({ code: 'ENGINE_START_FAILED', data: { reason: 'unresponsive' } })
  })

  test('an engine of another protocol is ended', async () => {
    const load = session.client.load(model)
    await session.tick()
    session.launcher.last().ready(99)
    expect(session.launcher.last().killed).toBe(1)
    session.launcher.last().exit(null, 'SIGKILL')
    await expect(load).rejects.toMatchObject({ code: 'ENGINE_PROTOCOL' })
  })

  test('a process that cannot be started is a coded error', async () => {
    session.launcher.failNextSpawn = new Error('EAGAIN')
    await expect(session.client.load(model)).rejects.toMatchObject({ code: 'ENGINE_START_FAILED' })
  })
})

describe('the end of the process', () => {
  test('G1 an abort while a model loads ends the load with its reason', async () => {
    const load = session.client.load(model)
    await session.tick()
    session.launcher.last().ready()
    await session.tick()
    session.launcher.last().exit(134, null, 'GGML_ASSERT(n_head > 0) failed')
    await expect(load).rejects.toMatchObject({
      code: 'ENGINE_CRASHED',
      data: { reason: 'abort', code: 'exit code 134' },
    })
    expect(session.client.logTail()).toContain('GGML_ASSERT')
    expect(session.ends).toMatchObject([{ reason: 'abort' }])
  })

  test('G1 an abort while the prompt is read ends the answer, of which nothing was written', async () => {
    const engine = await session.ready()
    const { outcome, text, id } = await session.ask()
    engine.say(started(id))
    engine.say({ type: 'readProgress', id, done: 64, total: 640 })
    engine.exit(134, null, 'GGML_ASSERT(n_tokens <= n_batch) failed')
    await expect(outcome).rejects.toMatchObject({ code: 'ENGINE_CRASHED', data: { reason: 'abort' } })
    expect(text()).toBe('')
  })

  test('G1 an abort in mid-answer keeps the text and ends the answer once', async () => {
    const engine = await session.ready()
    const { outcome, settled, text, id } = await session.ask()
    engine.say(chunk(id, 1, 'Half an '))
    engine.exit(null, 'SIGABRT')
    await expect(outcome).rejects.toMatchObject({ code: 'ENGINE_CRASHED', data: { reason: 'abort' } })
    engine.say({ type: 'done', id, reason: 'end', stats })
    await session.tick()
    expect(settled()).toBe(1)
    expect(text()).toBe('Half an ')
  })

  test('G1 an abort while unloading fails the unload', async () => {
    const engine = await session.ready()
    const unload = session.client.unload()
    await session.tick()
    engine.exit(134)
    await expect(unload).rejects.toMatchObject({ code: 'ENGINE_CRASHED' })
    expect(session.client.running()).toBe(false)
  })

  test('G2 a kill from outside is told from a crash', async () => {
    const engine = await session.ready()
    const { outcome } = await session.ask()
    engine.exit(null, 'SIGKILL')
    await expect(outcome).rejects.toMatchObject({ code: 'ENGINE_KILLED', data: { reason: 'killed', code: 'SIGKILL' } })
  })

  test('G3 leaving without a reason is a failure too', async () => {
    const engine = await session.ready()
    const { outcome } = await session.ask()
    engine.exit(0)
    await expect(outcome).rejects.toMatchObject({ code: 'ENGINE_CRASHED', data: { reason: 'left' } })
  })

  test('the next request after a crash gets a new process, and never two live at once', async () => {
    const engine = await session.ready()
    const { outcome } = await session.ask()
    engine.exit(139)
    await expect(outcome).rejects.toMatchObject({ code: 'ENGINE_CRASHED' })
    await session.ready()
    expect(session.launcher.all).toHaveLength(2)
    const stop = session.client.stop()
    const load = session.client.load(model)
    await session.tick()
    expect(session.launcher.all).toHaveLength(2)
    session.launcher.last().exit(null, 'SIGKILL')
    await stop
    await session.tick()
    expect(session.launcher.all).toHaveLength(3)
    session.launcher.last().exit(1)
    await expect(load).rejects.toMatchObject({ code: 'ENGINE_START_FAILED' })
  })

  test('closing waits for the real exit, and nothing starts after it', async () => {
    const engine = await session.ready()
    const closed = vi.fn()
    const dispose = session.client.dispose().then(closed)
    const late = session.client.load(model)
    await expect(late).rejects.toMatchObject({ code: 'ENGINE_KILLED' })
    expect(engine.killed).toBe(1)
    expect(closed).not.toHaveBeenCalled()
    engine.exit(null, 'SIGKILL')
    await dispose
    expect(session.ends).toMatchObject([{ reason: 'asked' }])
    expect(session.launcher.all).toHaveLength(1)
  })

  test('a load that waits for the old process to go does not start one after closing', async () => {
    const engine = await session.ready()
    const stop = session.client.stop()
    const load = session.client.load(model)
    const refused = errorOf(load)
    const dispose = session.client.dispose()
    engine.exit(null, 'SIGKILL')
    await Promise.all([stop, dispose])
    expect(await refused).toMatchObject({ code: 'ENGINE_KILLED' })
    expect(session.launcher.all).toHaveLength(1)
  })
})

describe('failing again and again', () => {
  async function crash(): Promise<void> {
    const load = session.client.load(model)
    await session.tick()
    session.launcher.last().ready()
    await session.tick()
    session.launcher.last().exit(134)
    await expect(load).rejects.toMatchObject({ code: 'ENGINE_CRASHED' })
  }

  test('three failures in a row open the breaker until it is reset', async () => {
    await crash()
    await crash()
    await crash()
    await expect(session.client.load(model)).rejects.toMatchObject({
      code: 'ENGINE_BREAKER_OPEN',
      data: { failures: 3, reason: 'abort' },
    })
    expect(session.launcher.all).toHaveLength(3)
    session.client.reset()
    await session.ready()
    expect(session.launcher.all).toHaveLength(4)
  })

  test('an answer in between clears the count; a load alone does not', async () => {
    await crash()
    await crash()
    const engine = await session.ready()
    const { outcome, id } = await session.ask()
    engine.say({ type: 'done', id, reason: 'end', stats })
    await outcome
    engine.exit(134)
    await session.tick()
    await crash()
    await session.ready().then((each) => each.exit(134))
    await session.tick()
    await expect(session.client.load(model)).rejects.toMatchObject({ code: 'ENGINE_BREAKER_OPEN' })
  })

  test('an end that we asked for does not count', async () => {
    for (let i = 0; i < 4; i++) {
      const engine = await session.ready()
      const stop = session.client.stop()
      engine.exit(null, 'SIGKILL')
      await stop
    }
    await session.ready()
    expect(session.launcher.all).toHaveLength(5)
  })
})
