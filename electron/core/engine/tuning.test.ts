import { expect, onTestFinished, test } from 'vitest'
import { defaultSettings } from '../../contract/settings.ts'
import { ModelId } from '../../contract/ids.ts'
import { createEngineClient } from '../../engine/engine-client.ts'
import type { FromEngine, ToEngine, Tuning } from '../../engine/engine-protocol.ts'
import { createFakeEngine } from '../../engine/fake/fake-engine.ts'
import { createFakeClock } from '../fake-clock.ts'
import { silentLog } from '../log.ts'
import type { EngineLauncher } from '../ports.ts'
import { createEngineService } from './engine-service.ts'

const model = ModelId.parse('a')
const nothing: Tuning = { threads: null, readTokensPerSecond: null }
const sampling = { temperature: 0, topP: 1, topK: 0, minP: 0, repeatPenalty: 1, seed: null }
const question = { systemPrompt: '', turns: [{ role: 'user' as const, text: 'Hello' }], sampling, maxTokens: null }
const hooks = { onStarted() {}, onReadProgress() {}, onChunk() {} }

/** The scripted engine, which finds out at the end of each answer what it is told to; and what it was given with a load. */
function launcherThatFinds(found: () => Tuning): { launcher: EngineLauncher; given: (Tuning | undefined)[] } {
  const fake = createFakeEngine()
  const given: (Tuning | undefined)[] = []
  const withTuning = (message: FromEngine): FromEngine =>
    message.type === 'done' ? { ...message, tuning: found() } : message
  return {
    given,
    launcher: {
      spawn() {
        const process = fake.spawn()
        const post = (message: ToEngine): void => {
          if (message.type === 'load') given.push(message.tuning)
          process.port.post(message)
        }
        const { close } = process.port
        const onMessage = (listen: (message: FromEngine) => void) =>
          process.port.onMessage((message) => listen(withTuning(message)))
        return { ...process, port: { post, onMessage, close } }
      },
    },
  }
}

function start(found: () => Tuning) {
  const { launcher, given } = launcherThatFinds(found)
  const clock = createFakeClock()
  const stored = new Map<string, Tuning>()
  const writes: Tuning[] = []
  const engine = createEngineService({
    client: createEngineClient({ launcher, clock, log: silentLog }),
    resolveModel: (id) => Promise.resolve({ id, name: id, file: '/a.gguf', quantisation: null, memory: null }),
    memoryLeft: () => ({ limit: 8e9, free: 8e9, filesCountAsFree: true }),
    health: { failed: () => false, answered: () => undefined },
    settings: () => defaultSettings,
    tuning: {
      get: (id) => stored.get(id) ?? nothing,
      set(id, tuning) {
        stored.set(id, tuning)
        writes.push(tuning)
      },
    },
    clock,
    log: silentLog,
  })
  onTestFinished(() => engine.dispose())
  const answer = () => engine.answer(model, question, hooks, new AbortController().signal)
  const threads = () => {
    const now = engine.state.get()
    return now.phase === 'ready' ? now.loaded.threads : null
  }
  return { engine, answer, threads, given, writes }
}

test('what an answer has shown about the model is kept, shown, and used when it is loaded again', async () => {
  const { engine, answer, threads, given } = start(() => ({ threads: 1, readTokensPerSecond: 150 }))
  await answer()
  expect(threads()).toBe(1)
  await engine.unload('user')
  await answer()
  expect(given).toEqual([nothing, { threads: 1, readTokensPerSecond: 150 }])
})

test('an answer too short to decide forgets nothing, and speeds that are about the same are not written down again', async () => {
  let found: Tuning = { threads: 3, readTokensPerSecond: 150 }
  const { answer, threads, writes } = start(() => found)
  await answer()
  found = { threads: null, readTokensPerSecond: 160 }
  await answer()
  expect(writes).toHaveLength(1)
  found = { threads: null, readTokensPerSecond: 300 }
  await answer()
  expect(writes.at(-1)).toEqual({ threads: 3, readTokensPerSecond: 300 })
  expect(threads()).toBe(3)
})
