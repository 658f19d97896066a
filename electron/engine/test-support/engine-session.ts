import { createFakeClock, type FakeClock } from '../../core/fake-clock.ts'
import { createEngineClient, type AnswerChunk, type EngineClient, type EngineEnd } from '../engine-client.ts'
import type { GenerationStats, LoadedInfo } from '../engine-protocol.ts'
import { createRogueLauncher, type RogueLauncher, type RogueProcess } from './rogue-engine.ts'

export const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
export const sampling = { temperature: 0.7, topP: 0.95, topK: 40, minP: 0.05, repeatPenalty: 1, seed: null }
export const model = { file: '/models/tiny.gguf', gpu: 'auto', contextSize: 'auto', threads: 'auto' } as const
export const question = {
  systemPrompt: '',
  turns: [{ role: 'user', text: 'Hello' }],
  sampling,
  maxTokens: null,
} as const
export const info: LoadedInfo = {
  contextSize: 512,
  trainContextSize: 512,
  threads: 2,
  gpu: null,
  gpuLayers: 0,
  gpuFallback: null,
  template: 'chatml',
}
export const stats: GenerationStats = {
  promptTokens: 9,
  cachedTokens: 0,
  answerTokens: 2,
  firstTokenMs: 5,
  tokensPerSecond: 20,
  droppedTurns: 0,
  contextUsed: 11,
}

export type Asked = {
  outcome: ReturnType<EngineClient['generate']>
  /** How often the outcome was told; more than once would be a defect. */
  settled(): number
  text(): string
  id: number
}

/** A client over a process that does what the test says. */
export type EngineSession = {
  clock: FakeClock
  launcher: RogueLauncher
  client: EngineClient
  ends: EngineEnd[]
  tick(): Promise<void>
  /** Up, with a model. */
  ready(): Promise<RogueProcess>
  /** A generation under way. */
  ask(signal?: AbortSignal): Promise<Asked>
}

export function createEngineSession(fileBytes = 0): EngineSession {
  const clock = createFakeClock()
  const launcher = createRogueLauncher()
  const client = createEngineClient({ launcher, clock, log: silent, fileBytes: () => Promise.resolve(fileBytes) })
  const ends: EngineEnd[] = []
  client.onExit((end) => ends.push(end))
  const tick = (): Promise<void> => clock.advanceAsync(0)

  async function ready(): Promise<RogueProcess> {
    const load = client.load(model)
    await tick()
    const engine = launcher.last()
    engine.ready()
    await tick()
    engine.say({ type: 'loaded', id: engine.idOf('load'), info })
    await load
    return engine
  }

  async function ask(signal?: AbortSignal): Promise<Asked> {
    const chunks: AnswerChunk[] = []
    let settled = 0
    const outcome = client.generate(question, { onChunk: (chunk) => chunks.push(chunk), ...(signal && { signal }) })
    const count = (): void => void settled++
    outcome.then(count, count)
    await tick()
    return {
      outcome,
      settled: () => settled,
      text: () => chunks.flatMap(({ parts }) => parts.map((part) => part.text)).join(''),
      id: launcher.last().idOf('generate'),
    }
  }

  return { clock, launcher, client, ends, tick, ready, ask }
}

/** What a promise fails with; looked at at once, so that it may fail before the test comes to it. */
export function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  )
}

export const started = (id: number) => ({ type: 'started', id, promptTokens: 1, cachedTokens: 0, droppedTurns: 0 })

export const chunk = (id: number, seq: number, text: string) => ({
  type: 'chunk',
  id,
  seq,
  parts: [{ kind: 'text', text }],
  tokens: seq,
})
