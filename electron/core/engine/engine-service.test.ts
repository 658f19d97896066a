import { afterEach, expect, test } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import type { EngineState } from '../../contract/engine.ts'
import type { ModelId } from '../../contract/ids.ts'
import { createFakeEngine } from '../../engine/fake/fake-engine.ts'
import type { FakeEngine } from '../../engine/fake/fake-engine.ts'
import { createFakeClock } from '../fake-clock.ts'
import { scannedModels, startCore } from '../test-support/start-core.ts'
import type { StartedCore } from '../test-support/start-core.ts'

let app: StartedCore
afterEach(() => app.dispose())

async function start(engine: FakeEngine = createFakeEngine(), clock = createFakeClock()) {
  const models = {
    'a.gguf': tinyLlama({ name: 'A' }),
    'b.gguf': tinyLlama({ name: 'B' }),
    'c-crash-on-load.gguf': tinyLlama({ name: 'C' }),
  }
  app = await startCore({ launcher: engine, models, clock })
  const all = await scannedModels(app.rpc)
  const [a, b, c] = ['A', 'B', 'C'].map((name) => all.find((model) => model.name === name)?.id)
  if (a === undefined || b === undefined || c === undefined) throw new Error('models are missing')
  return { a, b, c, clock, engine }
}
async function state(wanted: EngineState['phase']): Promise<EngineState> {
  for await (const now of await app.rpc.engine.state()) if (now.phase === wanted) return now
  throw new Error('the states ended')
}

test('choosing another model replaces the one that is loaded, in the same process', async () => {
  const { a, b, engine } = await start()
  expect(await app.rpc.engine.load({ model: a })).toMatchObject({ model: a, name: 'A' })
  await app.rpc.engine.load({ model: b })
  expect(await state('ready')).toMatchObject({ loaded: { model: b } })
  expect(engine.processes).toHaveLength(1)
})

test("a model that brings the engine down is told with the engine's last words, and the next one loads", async () => {
  const { a, c } = await start()
  await expect(app.rpc.engine.load({ model: c })).rejects.toMatchObject({ code: 'ENGINE_CRASHED' })
  const failed = await state('failed')
  expect(failed).toMatchObject({ model: c, error: { code: 'ENGINE_CRASHED' } })
  expect(failed.phase === 'failed' && failed.logTail).not.toBe('')
  await app.rpc.engine.load({ model: a })
  expect(await state('ready')).toMatchObject({ loaded: { model: a } })
})

test('a model that nobody uses is unloaded after the time that is set', async () => {
  const { a, clock } = await start()
  await app.rpc.settings.set({ idleUnloadMinutes: 5 })
  await app.rpc.engine.load({ model: a })
  await clock.advanceAsync(4 * 60_000)
  expect((await state('ready')).phase).toBe('ready')
  await clock.advanceAsync(2 * 60_000)
  expect(await state('off')).toMatchObject({ reason: 'idle' })
})

test('a model stays loaded when unloading is switched off', async () => {
  const { a, clock } = await start()
  await app.rpc.settings.set({ idleUnloadMinutes: null })
  await app.rpc.engine.load({ model: a })
  await clock.advanceAsync(24 * 60 * 60_000)
  expect((await state('ready')).phase).toBe('ready')
})

test('unloading by hand stops the answer in progress and keeps its text', async () => {
  const { a } = await start()
  const { chat } = await app.rpc.chat.send({ chat: null, text: '/ignore /long 50', model: a, key: crypto.randomUUID() })
  await state('ready')
  const unloaded = app.rpc.engine.unload()
  await app.rpc.chat.stop({ chat })
  await unloaded
  expect(await state('off')).toMatchObject({ phase: 'off' })
})

test('a changed setting of the engine takes effect with the next answer', async () => {
  const { a } = await start()
  await app.rpc.engine.load({ model: a })
  await app.rpc.settings.set({ contextSize: 1024 })
  expect(await app.rpc.engine.load({ model: a })).toMatchObject({ contextSize: 1024 })
})

test('G13 an engine that did not survive the sleep of the machine is ended, and the next load starts a fresh one', async () => {
  const { a, engine, clock } = await start()
  await app.rpc.engine.load({ model: a })
  const { chat } = await app.rpc.chat.send({ chat: null, text: '/hang', model: a, key: crypto.randomUUID() })
  for await (const event of await app.rpc.chat.attach({ chat })) {
    const now =
      event.type === 'snapshot' ? event.detail.messages.at(-1)?.state : event.type === 'state' ? event.state : null
    if (now?.phase === 'reading') break
  }
  await clock.advanceAsync(1000)
  const woke = app.core.resume()
  await clock.advanceAsync(11_000)
  await woke
  expect(await state('off')).toMatchObject({ phase: 'off' })
  await app.rpc.engine.load({ model: a })
  expect(engine.processes).toHaveLength(2)
})

test('G13 an engine that answers after the sleep of the machine keeps its model', async () => {
  const { a, engine, clock } = await start()
  await app.rpc.engine.load({ model: a })
  app.core.suspend()
  clock.jump(8 * 60 * 60_000)
  await app.core.resume()
  await clock.advanceAsync(11_000)
  expect(await state('ready')).toMatchObject({ loaded: { model: a } })
  expect(engine.processes).toHaveLength(1)
})

test('a model that is not there is refused by name', async () => {
  await start()
  await expect(app.rpc.engine.load({ model: 'nothing' as ModelId })).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' })
})
