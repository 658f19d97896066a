import { expect, test } from 'vitest'
import type { EngineState } from '../../contract/engine.ts'
import { modelId, startEngine } from './test-support/start-engine.ts'

const full = { code: 'QUEUE_FULL', data: { waiting: 32 } }

test('G16 twenty answers asked for while the model loads come in the order in which they were asked for', async () => {
  const { engine, clock, answer } = startEngine({ loadMs: 2000 })
  const load = engine.load(modelId('a'))
  await clock.advanceAsync(100)
  const order: number[] = []
  const answers = Array.from({ length: 20 }, (_, n) => answer('a', `${n}`).then(() => order.push(n)))
  await clock.advanceAsync(60_000)
  await Promise.all([load, ...answers])
  expect(order).toEqual(Array.from({ length: 20 }, (_, n) => n))
})

test('G16 the thirty-third that would wait is told at once, and those before it are answered', async () => {
  const { engine, clock, answer } = startEngine({ loadMs: 2000 })
  const load = engine.load(modelId('a'))
  await clock.advanceAsync(100)
  const waiting = Array.from({ length: 32 }, () => answer('a', 'Hi'))
  await expect(answer('a', 'Hi')).rejects.toMatchObject(full)
  await expect(engine.load(modelId('b'))).rejects.toMatchObject(full)
  await clock.advanceAsync(120_000)
  await load
  expect((await Promise.all(waiting)).map(({ reason }) => reason)).toEqual(Array(32).fill('end'))
})

test('G16 one that is given up leaves its place to another; counting and unloading take none', async () => {
  const { engine, clock, answer } = startEngine({ loadMs: 2000 })
  const load = engine.load(modelId('a')).catch(() => 'given up')
  await clock.advanceAsync(100)
  const stop = new AbortController()
  const first = answer('a', 'Hi', stop.signal).catch(() => 'stopped')
  const others = Array.from({ length: 31 }, () => answer('a', 'Hi'))
  const counted = engine.count(() => ({ systemPrompt: '', turns: [] }))
  await expect(answer('a', 'Hi')).rejects.toMatchObject(full)
  stop.abort()
  expect(await first).toBe('stopped')
  const late = answer('a', 'Hi')
  const unloaded = engine.unload('user')
  await clock.advanceAsync(120_000)
  await unloaded
  expect(await load).toBe('given up')
  expect((await late).reason).toBe('end')
  expect(await Promise.all(others)).toHaveLength(31)
  expect(await counted).not.toBeNull()
})

test('G10 a load that runs out of memory says so, and is not tried again by itself', async () => {
  const { engine, launcher, asked } = startEngine()
  await expect(engine.load(modelId('oom'))).rejects.toMatchObject({ code: 'ENGINE_OUT_OF_MEMORY' })
  expect(engine.state.get()).toMatchObject({ phase: 'failed', error: { code: 'ENGINE_OUT_OF_MEMORY' } })
  expect([asked('load'), launcher.processes.length]).toEqual([1, 1])
  expect(await engine.load(modelId('a'))).toMatchObject({ model: 'a' })
})

test('G15 a second load waits for the first, in one process', async () => {
  const { engine, clock, launcher } = startEngine({ loadMs: 1000 })
  const seen: string[] = []
  engine.state.listen((now) => void seen.push('name' in now ? `${now.phase} ${now.name}` : now.phase))
  const loads = [engine.load(modelId('a')), engine.load(modelId('b'))]
  await clock.advanceAsync(5000)
  expect((await Promise.all(loads)).map(({ model }) => model)).toEqual(['a', 'b'])
  expect(seen.indexOf('ready')).toBeGreaterThan(seen.lastIndexOf('loading a'))
  expect(seen.indexOf('loading b')).toBeGreaterThan(seen.indexOf('ready'))
  expect(launcher.processes).toHaveLength(1)
})

test('G15 unloading ends when the engine says that the memory is free', async () => {
  const { engine, clock, asked } = startEngine()
  await engine.load(modelId('a'))
  let done = false
  const unloaded = engine.unload('user').then(() => (done = true))
  await Promise.resolve()
  await Promise.resolve()
  expect([done, engine.state.get().phase]).toEqual([false, 'unloading'])
  await clock.advanceAsync(0)
  await unloaded
  expect([asked('unload'), engine.state.get()]).toEqual([1, { phase: 'off', reason: 'user' }])
})

test('G1 an engine that goes down while it unloads has freed its memory, too', async () => {
  const { engine, launcher, clock } = startEngine()
  await engine.load(modelId('a'))
  const unloaded = engine.unload('user')
  await Promise.resolve()
  launcher.current()?.die(null, 'SIGABRT', 'GGML_ASSERT(buffer) failed')
  await clock.advanceAsync(1000)
  await unloaded
  expect(engine.state.get()).toEqual({ phase: 'off', reason: 'user' })
  expect(await engine.load(modelId('b'))).toMatchObject({ model: 'b' })
})

test('loading tells its share and the time left by the speed that was measured', async () => {
  const { engine, clock } = startEngine({ loadMs: 10_000 })
  const told: Extract<EngineState, { phase: 'loading' }>[] = []
  engine.state.listen((now) => now.phase === 'loading' && told.push(now))
  const load = engine.load(modelId('a'))
  await clock.advanceAsync(11_000)
  await load
  expect(told[0]).toMatchObject({ share: 0, msLeft: null })
  expect(told[1]).toMatchObject({ msLeft: null })
  // Steps of half a second each.
  const known = told.slice(3)
  expect(known.map(({ msLeft }) => msLeft)).toEqual(known.map(({ share }) => Math.round((1 - share) * 10_000)))
  expect(known.length).toBeGreaterThan(15)
})
