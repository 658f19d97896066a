import { onTestFinished } from 'vitest'
import type { ModelId } from '../../../contract/ids.ts'
import { defaultSettings } from '../../../contract/settings.ts'
import { createEngineClient } from '../../../engine/engine-client.ts'
import type { ToEngine } from '../../../engine/engine-protocol.ts'
import { createFakeEngine } from '../../../engine/fake/fake-engine.ts'
import type { FakeEngineOptions } from '../../../engine/fake/fake-engine.ts'
import { createFakeClock } from '../../fake-clock.ts'
import { silentLog } from '../../log.ts'
import { createEngineService } from '../engine-service.ts'
import type { UsableModel } from '../model-loader.ts'

export const hooks = { onStarted() {}, onReadProgress() {}, onChunk() {} }
export const question = (text: string) => ({
  systemPrompt: '',
  turns: [{ role: 'user' as const, text }],
  sampling: { temperature: 0, topP: 1, topK: 0, minP: 0, repeatPenalty: 1, seed: null },
  maxTokens: null,
})

/** Its file's name tells the scripted engine what to do with it. */
export const modelId = (name: string) => name as ModelId

export type StartEngineOptions = Omit<FakeEngineOptions, 'timers'> & {
  resolveModel?: (id: ModelId) => Promise<UsableModel>
}

/** The engine service over the scripted engine, on a clock that the test moves. Every model there could be is known. */
export function startEngine({ resolveModel, ...speed }: StartEngineOptions = {}) {
  const clock = createFakeClock()
  const launcher = createFakeEngine({ ...speed, timers: clock })
  const sent: ToEngine['type'][] = []
  const client = createEngineClient({
    launcher: {
      spawn() {
        const child = launcher.spawn()
        const post = (message: ToEngine): void => {
          sent.push(message.type)
          child.port.post(message)
        }
        return { ...child, port: { ...child.port, post } }
      },
    },
    clock,
    log: silentLog,
  })
  const engine = createEngineService({
    client,
    resolveModel:
      resolveModel ??
      ((id) => Promise.resolve({ id, name: id, file: `/models/${id}.gguf`, quantisation: null, memory: null })),
    memoryLeft: () => ({ limit: 8e9, free: 8e9, filesCountAsFree: true }),
    health: { failed: () => false, answered: () => undefined },
    settings: () => defaultSettings,
    tuning: { get: () => ({ threads: null, readTokensPerSecond: null }), set: () => undefined },
    clock,
    log: silentLog,
  })
  onTestFinished(() => engine.dispose())
  return {
    engine,
    launcher,
    clock,
    /** How often this was asked of the engine. */
    asked: (type: ToEngine['type']) => sent.filter((each) => each === type).length,
    answer: (model: string, text: string, signal = new AbortController().signal) =>
      engine.answer(modelId(model), question(text), hooks, signal),
  }
}
