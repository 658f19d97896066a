import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeClock } from '../core/fake-clock.ts'
import { usualLimits } from './engine-client.ts'
import { createPace } from './engine-pace.ts'
import { createEngineWatchdog } from './engine-watchdog.ts'
import {
  createEngineSession,
  chunk,
  errorOf,
  model,
  started,
  stats,
  type EngineSession,
} from './test-support/engine-session.ts'
import type { RogueProcess } from './test-support/rogue-engine.ts'

let session: EngineSession
let engine: RogueProcess

beforeEach(async () => {
  session = createEngineSession()
  engine = await session.ready()
})

/** Seconds in which nothing but heartbeats come. */
async function alive(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    engine.say({ type: 'heartbeat' })
    await session.clock.advanceAsync(1_000)
  }
}

const hung = { code: 'ENGINE_UNRESPONSIVE', data: { reason: 'unresponsive' } }

/** A generation under way on a machine that reads a slice and writes a token in these times. */
async function asked({ sliceMs, tokenMs }: { sliceMs?: number; tokenMs?: number }, signal?: AbortSignal) {
  const answer = await session.ask(signal)
  const { id } = answer
  const failure = errorOf(answer.outcome)
  engine.say(started(id))
  if (sliceMs !== undefined) {
    await session.clock.advanceAsync(sliceMs)
    engine.say({ type: 'readProgress', id, done: 64, total: 64_000 })
  }
  if (tokenMs !== undefined) {
    await session.clock.advanceAsync(tokenMs)
    engine.say(chunk(id, 1, 'One '))
  }
  return { ...answer, failure }
}

describe('silence', () => {
  test('G4 no sign of life for 30 s ends the request and the process', async () => {
    const { failure } = await asked({})
    await session.clock.advanceAsync(29_000)
    expect(engine.killed).toBe(0)
    engine.say({ type: 'heartbeat' })
    await session.clock.advanceAsync(29_000)
    expect(engine.killed).toBe(0)
    await session.clock.advanceAsync(1_000)
    expect(await failure).toMatchObject(hung)
    expect(engine.killed).toBe(1)
  })

  test('G4 a machine that needs 20 s for a token may be silent for 80', async () => {
    const { failure } = await asked({ sliceMs: 1_000, tokenMs: 20_000 })
    await session.clock.advanceAsync(79_000)
    expect(engine.killed).toBe(0)
    await session.clock.advanceAsync(1_000)
    expect(await failure).toMatchObject(hung)
  })

  test('G4 an engine that has nothing to do is left alone, and nothing waits for it', async () => {
    const { outcome, id } = await asked({ sliceMs: 100, tokenMs: 100 })
    engine.say({ type: 'done', id, reason: 'end', stats })
    await outcome
    await session.clock.advanceAsync(600_000)
    expect(engine.killed).toBe(0)
    expect(session.clock.pending()).toBe(0)
  })
})

describe('an engine that lives and does not get on', () => {
  test('G4 no token for a minute on a machine that writes ten a second: the request ends, and the process', async () => {
    const { failure, text } = await asked({ sliceMs: 500, tokenMs: 100 })
    await alive(59)
    expect(engine.killed).toBe(0)
    await alive(1)
    expect(await failure).toMatchObject(hung)
    expect(engine.killed).toBe(1)
    expect(text()).toBe('One ')
  })

  test('G4 no slice read for twenty times as long as the last ones took', async () => {
    const { id, failure } = await asked({ sliceMs: 6_000 })
    await alive(119)
    engine.say({ type: 'readProgress', id, done: 128, total: 64_000 })
    // That slice took two minutes; the next one may.
    await alive(600)
    expect(engine.killed).toBe(0)
    await alive(2_000)
    expect(await failure).toMatchObject(hung)
  })

  test('G4 before anything was measured, a first slice at one token in four seconds goes through', async () => {
    const { outcome, id } = await asked({})
    await alive(256)
    engine.say({ type: 'readProgress', id, done: 64, total: 64 })
    await alive(200)
    engine.say(chunk(id, 1, 'slow'))
    engine.say({ type: 'done', id, reason: 'end', stats })
    expect(await outcome).toMatchObject({ reason: 'end' })
    expect(engine.killed).toBe(0)
  })

  test('G4 before anything was measured, five minutes without a token are a hang', async () => {
    const { failure } = await asked({})
    await alive(300)
    expect(await failure).toMatchObject(hung)
  })

  test('G4 a large file on a slow disk may be read again in between', async () => {
    session = createEngineSession(8e9)
    engine = await session.ready()
    const { failure } = await asked({ sliceMs: 500, tokenMs: 100 })
    await alive(60 + 159)
    expect(engine.killed).toBe(0)
    await alive(1)
    expect(await failure).toMatchObject(hung)
  })

  test('G4 loading that does not get on is ended after five minutes, one that crawls is not', async () => {
    const outcome = session.client.load(model)
    const failure = errorOf(outcome)
    await session.tick()
    const id = engine.idOf('load')
    for (let share = 0.1; share < 0.5; share += 0.1) {
      await alive(299)
      engine.say({ type: 'loadProgress', id, share })
    }
    expect(engine.killed).toBe(0)
    await alive(300)
    expect(await failure).toMatchObject(hung)
    expect(engine.killed).toBe(1)
  })

  test('G4 what was measured with one model does not hold for the next', async () => {
    const { outcome, id } = await asked({ sliceMs: 100, tokenMs: 10 })
    engine.say({ type: 'done', id, reason: 'end', stats })
    await outcome
    const load = session.client.load(model)
    await session.tick()
    engine.say({ type: 'cancelled', id: engine.idOf('load') })
    await errorOf(load)
    const second = await asked({})
    await alive(299)
    expect(engine.killed).toBe(0)
    engine.say({ type: 'done', id: second.id, reason: 'end', stats })
    expect(await second.outcome).toMatchObject({ reason: 'end' })
  })

  test('G4 a count that never comes ends too', async () => {
    const failure = errorOf(session.client.count({ systemPrompt: '', turns: [] }))
    await alive(300)
    expect(await failure).toMatchObject(hung)
  })

  test('G4 sleep is not silence: the clock jumps on, the ticks do not', async () => {
    const { outcome, id } = await asked({ sliceMs: 500, tokenMs: 100 })
    await alive(50)
    session.clock.jump(8 * 60 * 60_000)
    await alive(5)
    engine.say({ type: 'done', id, reason: 'end', stats })
    expect(await outcome).toMatchObject({ reason: 'end' })
    expect(engine.killed).toBe(0)
  })

  test('G4 a machine that slept in mid-slice did not read that slowly', () => {
    const clock = createFakeClock()
    let slept = 0
    const measured: number[] = []
    const pace = { ...createPace(usualLimits), slice: (ms: number) => void measured.push(ms) }
    const watchdog = createEngineWatchdog({
      clock: { ...clock, monotonic: () => clock.monotonic() + slept },
      pace,
      limits: usualLimits,
      onHang: () => undefined,
    })
    const watch = watchdog.watch('generate')
    watch.heard({ type: 'started', id: 1, promptTokens: 64, cachedTokens: 0, droppedTurns: 0 })
    clock.advance(2_500)
    slept = 8 * 60 * 60_000
    watch.heard({ type: 'readProgress', id: 1, done: 64, total: 64 })
    watch.end()
    expect(measured).toEqual([3_000])
    expect(clock.pending()).toBe(0)
  })

  test('never two at once: after a hang the next request waits until the old process is gone', async () => {
    const { failure } = await asked({ sliceMs: 500, tokenMs: 100 })
    await alive(60)
    await failure
    const load = session.client.load(model)
    await session.tick()
    expect(session.launcher.all).toHaveLength(1)
    engine.exit(null, 'SIGKILL')
    await session.tick()
    expect(session.launcher.all).toHaveLength(2)
    expect(session.ends).toMatchObject([{ reason: 'unresponsive' }])
    session.launcher.last().exit(1)
    await errorOf(load)
  })
})

describe('a stop that goes unheard', () => {
  const killedAfter = async (measured: { sliceMs?: number; tokenMs?: number }): Promise<number> => {
    const controller = new AbortController()
    const { settled } = await asked(measured, controller.signal)
    controller.abort()
    let ms = 0
    for (; settled() === 0 && ms < 100_000; ms += 100) await session.clock.advanceAsync(100)
    expect(engine.killed).toBe(1)
    return ms
  }

  test('G5 is waited for as long as four slices take where one takes 3.2 s', async () => {
    expect(await killedAfter({ sliceMs: 3_200 })).toBe(12_800)
  })

  test('G5 is waited for as long as four tokens take in mid-answer', async () => {
    expect(await killedAfter({ sliceMs: 3_200, tokenMs: 700 })).toBe(2_800)
  })

  test('G5 is waited for 2 s on a fast machine', async () => {
    expect(await killedAfter({ sliceMs: 50, tokenMs: 10 })).toBe(2_000)
  })

  test('G5 on a machine nobody has measured yet, a first slice of a slow one has its time', async () => {
    expect(await killedAfter({})).toBe(12_800)
  })

  test('G5 is waited for 2 s while a model loads', async () => {
    const controller = new AbortController()
    const failure = errorOf(session.client.load(model, { signal: controller.signal }))
    await session.tick()
    controller.abort(new Error('enough'))
    await session.clock.advanceAsync(1_999)
    expect(engine.killed).toBe(0)
    await session.clock.advanceAsync(1)
    expect(await failure).toMatchObject({ message: 'enough' })
    expect(engine.killed).toBe(1)
  })
})

describe('a chat template that never ends', () => {
  const hangs = { code: 'MODEL_TEMPLATE_HANGS', data: { reason: 'template' } }

  test('G20 is stopped after 10 s, in loading', async () => {
    const failure = errorOf(session.client.load(model))
    await session.tick()
    engine.say({ type: 'rendering', calibrationMs: 400 })
    await session.clock.advanceAsync(9_000)
    expect(engine.killed).toBe(0)
    await session.clock.advanceAsync(1_000)
    expect(await failure).toMatchObject(hangs)
    expect(engine.killed).toBe(1)
    engine.exit(null, 'SIGKILL')
    await session.tick()
    expect(session.ends).toMatchObject([{ reason: 'template' }])
  })

  test('G20 is stopped in an answer, whose words are kept, and in a count', async () => {
    const { failure, id, text } = await asked({})
    engine.say(chunk(id, 1, 'One '))
    const count = errorOf(session.client.count({ systemPrompt: '', turns: [] }))
    await session.tick()
    engine.say({ type: 'rendering', calibrationMs: 0 })
    await session.clock.advanceAsync(10_000)
    expect(await Promise.all([failure, count])).toMatchObject([hangs, hangs])
    expect(text()).toBe('One ')
  })

  test('G20 has twenty times as long as a good one takes on this machine, and no more than two minutes', async () => {
    const { failure, id } = await asked({})
    engine.say({ type: 'rendering', calibrationMs: 3_000 })
    // Longer than the silence that ends an engine which renders nothing.
    await session.clock.advanceAsync(59_000)
    expect(engine.killed).toBe(0)
    engine.say({ type: 'rendered' })
    engine.say(chunk(id, 1, 'One '))
    await session.clock.advanceAsync(29_000)
    expect(engine.killed).toBe(0)
    engine.say({ type: 'rendering', calibrationMs: 1e9 })
    await session.clock.advanceAsync(119_000)
    expect(engine.killed).toBe(0)
    await session.clock.advanceAsync(1_000)
    expect(await failure).toMatchObject(hangs)
  })

  test('G20 is blamed for the memory that runs out meanwhile', async () => {
    const failure = errorOf(session.client.load(model))
    await session.tick()
    engine.say({ type: 'rendering', calibrationMs: 400 })
    engine.exit(null, 'SIGKILL')
    expect(await failure).toMatchObject(hangs)
  })

  test('G20 is not blamed for what happens after it', async () => {
    const failure = errorOf(session.client.load(model))
    await session.tick()
    engine.say({ type: 'rendering', calibrationMs: 400 })
    engine.say({ type: 'rendered' })
    engine.exit(null, 'SIGKILL')
    expect(await failure).toMatchObject({ code: 'ENGINE_KILLED', data: { reason: 'killed' } })
  })

  test('G20 does not open the breaker: the file is at fault, and the next model loads', async () => {
    for (let i = 0; i < 4; i++) {
      const failure = errorOf(session.client.load(model))
      await session.tick()
      engine = session.launcher.last()
      engine.ready()
      await session.tick()
      engine.say({ type: 'rendering', calibrationMs: 400 })
      await session.clock.advanceAsync(10_000)
      expect(await failure).toMatchObject(hangs)
      engine.exit(null, 'SIGKILL')
      await session.tick()
    }
    await session.ready()
    expect(session.launcher.all).toHaveLength(5)
  })
})
