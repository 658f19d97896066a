import { expect, onTestFinished, test } from 'vitest'
import type { ModelId } from '../../contract/ids.ts'
import { defaultSettings } from '../../contract/settings.ts'
import { createEngineClient } from '../../engine/engine-client.ts'
import { createFakeEngine } from '../../engine/fake/fake-engine.ts'
import { createFakeClock } from '../fake-clock.ts'
import { silentLog } from '../log.ts'
import { createEngineService } from './engine-service.ts'
import type { UsableModel } from './model-loader.ts'

const [a, b] = ['a', 'b'] as [ModelId, ModelId]
const usable = (id: ModelId): UsableModel => ({
  id,
  name: id,
  file: `/models/${id}.gguf`,
  quantisation: null,
  memory: null,
})
const cancelled = { code: 'MODEL_NOT_LOADED', data: { cancelled: true } }
const hooks = { onStarted() {}, onReadProgress() {}, onChunk() {} }
const sampling = { temperature: 0, topP: 1, topK: 0, minP: 0, repeatPenalty: 1, seed: null }
const question = (text: string) => ({
  systemPrompt: '',
  turns: [{ role: 'user' as const, text }],
  sampling,
  maxTokens: null,
})

function start(resolveModel: (id: ModelId) => Promise<UsableModel> = (id) => Promise.resolve(usable(id))) {
  const launcher = createFakeEngine()
  const clock = createFakeClock()
  const client = createEngineClient({ launcher, clock, log: silentLog })
  const settings = () => defaultSettings
  const engine = createEngineService({
    client,
    resolveModel,
    memoryLeft: () => ({ limit: 8e9, free: 8e9, filesCountAsFree: true }),
    health: { failed: () => false, answered: () => undefined },
    settings,
    tuning: { get: () => ({ threads: null, readTokensPerSecond: null }), set: () => undefined },
    clock,
    log: silentLog,
  })
  onTestFinished(() => engine.dispose())
  return { engine, launcher, clock }
}
const never = () => new Promise<UsableModel>(() => undefined)

test('G14 cancelling right after a load was asked for ends it, while its file is still being read', async () => {
  const { engine, launcher } = start(never)
  const load = engine.load(a)
  engine.cancelLoad()
  await expect(load).rejects.toMatchObject(cancelled)
  expect(engine.state.get()).toEqual({ phase: 'off', reason: 'start' })
  expect(launcher.processes).toHaveLength(0)
})

test('G14 a file whose reading does not end is given up when loading is cancelled later', async () => {
  const { engine, clock } = start(never)
  const load = engine.load(a)
  await clock.advanceAsync(1000)
  engine.cancelLoad()
  await expect(load).rejects.toMatchObject(cancelled)
})

test('G15 unloading right after a load was asked for leaves nothing loaded', async () => {
  const { engine } = start()
  const load = engine.load(a)
  const unloaded = engine.unload('user')
  await expect(load).rejects.toMatchObject(cancelled)
  await unloaded
  expect(engine.state.get()).toEqual({ phase: 'off', reason: 'user' })
  expect(await engine.load(b)).toMatchObject({ model: b })
})

test('G15 unloading while an answer has its model read gives the model up', async () => {
  const { engine, launcher, clock } = start(never)
  const answer = engine.answer(a, question('Hi'), hooks, new AbortController().signal)
  await clock.advanceAsync(0)
  const unloaded = engine.unload('user')
  await expect(answer).rejects.toMatchObject(cancelled)
  await unloaded
  expect(launcher.processes).toHaveLength(0)
})

test('G15 a load that waits for an answer is cancelled at once, and the answer goes on', async () => {
  const { engine, clock } = start()
  const stop = new AbortController()
  let answering = true
  const { promise: started, resolve: onStarted } = Promise.withResolvers<unknown>()
  const answer = engine
    .answer(a, question('/ignore'), { ...hooks, onStarted }, stop.signal)
    .finally(() => (answering = false))
  await started
  const load = engine.load(b)
  engine.cancelLoad()
  await expect(load).rejects.toMatchObject(cancelled)
  expect(answering).toBe(true)
  stop.abort()
  await clock.advanceAsync(3000)
  expect(await answer).toMatchObject({ reason: 'stopped' })
})
