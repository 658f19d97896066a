import { afterEach, expect, test } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import type { Message } from '../../contract/chat.ts'
import type { EngineState } from '../../contract/engine.ts'
import type { ChatId } from '../../contract/ids.ts'
import { createFakeEngine } from '../../engine/fake/fake-engine.ts'
import type { FakeEngine } from '../../engine/fake/fake-engine.ts'
import { createFakeClock } from '../fake-clock.ts'
import type { EngineLauncher, MemoryLeft } from '../ports.ts'
import { scannedModels, startCore } from '../test-support/start-core.ts'
import type { StartedCore } from '../test-support/start-core.ts'

let app: StartedCore
afterEach(() => app.dispose())

/** The tiny models take about 125 MB with the engine; at a context of a million tokens a quarter of a gigabyte more. */
const mb = 1e6
const plenty = { limit: 64e9, free: 64e9, filesCountAsFree: true }

async function start(launcher: EngineLauncher = createFakeEngine()) {
  let left: MemoryLeft = plenty
  app = await startCore({
    launcher,
    models: { 'a.gguf': tinyLlama({ name: 'A' }), 'b.gguf': tinyLlama({ name: 'B' }) },
    clock: createFakeClock(),
    memoryLeft: () => left,
  })
  const all = await scannedModels(app.rpc)
  const [a, b] = ['A', 'B'].map((name) => all.find((model) => model.name === name)?.id)
  if (a === undefined || b === undefined) throw new Error('models are missing')
  return { a, b, leave: (free: number) => void (left = { limit: 1000 * mb, free, filesCountAsFree: false }) }
}
async function state(): Promise<EngineState> {
  for await (const now of await app.rpc.engine.state()) return now
  throw new Error('the states ended')
}
/** The messages of a chat once nothing is being made in it. */
async function ended(chat: ChatId): Promise<readonly Message[]> {
  for (;;) {
    for await (const event of await app.rpc.chat.attach({ chat })) {
      const done = event.type === 'snapshot' && event.detail.messages.every(({ state: { phase } }) => phase === 'done')
      if (done) return event.detail.messages
      if (event.type === 'message' && event.message.state.phase === 'done') break
    }
  }
}
const tooLarge = { code: 'MODEL_OVER_MEMORY' }

test('G22 two models over what is left: the second is refused with the numbers, and the first stays loaded', async () => {
  const { a, b, leave } = await start()
  await app.rpc.settings.set({ gpu: 'off' })
  await app.rpc.engine.load({ model: a })
  leave(40 * mb)
  await expect(app.rpc.engine.load({ model: b })).rejects.toMatchObject({
    code: 'MODEL_OVER_MEMORY',
    // The scripted engine says that it holds 96 MiB.
    data: { unloads: 'A', freeBytes: 40 * mb, afterBytes: 40 * mb + 96 * 1024 ** 2, reserveBytes: 100 * mb },
  })
  expect(await state()).toMatchObject({ phase: 'ready', loaded: { model: a } })
})

test('G22 it is loaded all the same when somebody says so, that once', async () => {
  const { a, b, leave } = await start()
  await app.rpc.settings.set({ gpu: 'off' })
  leave(150 * mb)
  await expect(app.rpc.engine.load({ model: a })).rejects.toMatchObject(tooLarge)
  expect(await state()).toMatchObject({ phase: 'failed', model: a, error: tooLarge })
  expect(await app.rpc.engine.load({ model: a, anyway: true })).toMatchObject({ model: a })
  leave(40 * mb)
  await expect(app.rpc.engine.load({ model: b })).rejects.toMatchObject(tooLarge)
})

test('G22 a question to a model that is too large keeps its text, and can be answered anyway', async () => {
  const { a, leave } = await start()
  await app.rpc.settings.set({ gpu: 'off' })
  leave(150 * mb)
  const { chat, answer } = await app.rpc.chat.send({ chat: null, text: 'Hi', model: a, key: crypto.randomUUID() })
  expect(await ended(chat)).toMatchObject([
    { role: 'user', parts: [{ kind: 'text', text: 'Hi' }] },
    { role: 'assistant', state: { reason: 'cut', error: tooLarge } },
  ])
  await app.rpc.chat.regenerate({ message: answer, model: a, anyway: true })
  for await (const now of await app.rpc.engine.state()) if (now.phase === 'ready') break
  expect(await state()).toMatchObject({ phase: 'ready', loaded: { model: a } })
})

test('G22 a shorter context, as it is offered, fits', async () => {
  const { a, leave } = await start()
  await app.rpc.settings.set({ gpu: 'off', contextSize: 1_048_576 })
  leave(300 * mb)
  const refusal: unknown = await app.rpc.engine.load({ model: a }).catch((error: unknown) => error)
  expect(refusal).toMatchObject({ data: { contextSize: 1_048_576, fitContext: expect.any(Number) } })
  const { fitContext: contextSize } = (refusal as { data: { fitContext: number } }).data
  expect(contextSize).toBeGreaterThan(100_000)
  await app.rpc.settings.set({ contextSize })
  expect(await app.rpc.engine.load({ model: a })).toMatchObject({ contextSize })
})

/** The scripted engine with a graphics card of so many free bytes, or one that does not tell. */
function withCard(freeBytes: number | null): EngineLauncher {
  const engine: FakeEngine = createFakeEngine()
  return {
    spawn() {
      const child = engine.spawn()
      return {
        ...child,
        port: {
          ...child.port,
          onMessage: (listener) =>
            child.port.onMessage((message) => {
              if (message.type !== 'probed') return listener(message)
              const { id } = message
              if (freeBytes === null) listener({ type: 'failed', id, error: { code: 'INTERNAL', message: 'lost' } })
              else
                listener({ ...message, gpus: [{ name: 'Card', backend: 'vulkan', totalBytes: freeBytes, freeBytes }] })
            }),
        },
      }
    },
  }
}

test('a model that a graphics card can hold is not refused, and one that neither can hold is', async () => {
  const { a, b, leave } = await start(withCard(80 * mb))
  leave(190 * mb)
  expect(await app.rpc.engine.load({ model: a })).toMatchObject({ model: a })
  await app.rpc.engine.unload()
  leave(0)
  await expect(app.rpc.engine.load({ model: b })).rejects.toMatchObject({ data: { gpuBytes: 80 * mb } })
})

test('where nobody knows what the graphics could hold, nothing is refused', async () => {
  const { a, leave } = await start(withCard(null))
  leave(0)
  expect(await app.rpc.engine.load({ model: a })).toMatchObject({ model: a })
})
