import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tinyModels } from '../../../e2e/support/gguf/tiny-models.ts'
import type { TinyModelName } from '../../../e2e/support/gguf/tiny-models.ts'
import type { AnswerStats, Message } from '../../contract/chat.ts'
import type { ChatId, ModelId } from '../../contract/ids.ts'
import type { Model } from '../../contract/models.ts'
import { scannedModels, startCore } from '../../core/test-support/start-core.ts'
import type { StartedCore } from '../../core/test-support/start-core.ts'
import { createEngineLauncher } from '../../server/engine-launcher.ts'
import { engineEntry } from './test-support/real-engine.ts'

let app: StartedCore
let folder: string
let models: readonly Model[]
/** Of the model loaded last, as the engine told the app. */
let template: string | null = null

const answerTokens = 12

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ingle-architectures-'))
  const launcher = createEngineLauncher({ entry: engineEntry, cwd: join(folder, 'cwd') })
  app = await startCore({
    launcher: {
      spawn() {
        const child = launcher.spawn()
        child.port.onMessage((message) => {
          if (message.type === 'loaded') template = message.info.template
        })
        return child
      },
    },
    models: Object.fromEntries(Object.entries(tinyModels).map(([name, write]) => [`${name}.gguf`, write()])),
  })
  models = await scannedModels(app.rpc)
  await app.rpc.settings.set({ temperature: 0, maxTokens: answerTokens, contextSize: 1024, threads: 1, gpu: 'off' })
})

afterAll(async () => {
  await app.dispose()
  await rm(folder, { recursive: true, force: true })
})

function modelOf(name: TinyModelName): Model {
  const model = models.find(({ fileName }) => fileName === `${name}.gguf`)
  if (model === undefined) throw new Error(`${name} is not in the list`)
  return model
}

/** Asks and waits for the end of the answer. */
async function ask(text: string, model: ModelId, to: ChatId | null = null): Promise<Message> {
  const { chat, answer } = await app.rpc.chat.send({ chat: to, text, model, key: crypto.randomUUID() })
  for await (const event of await app.rpc.chat.attach({ chat })) {
    const messages = event.type === 'snapshot' ? event.detail.messages : event.type === 'message' ? [event.message] : []
    const done = messages.find(({ id, state }) => id === answer && state.phase === 'done')
    if (done) return done
  }
  throw new Error('the events ended')
}

const textOf = (message: Message): string => message.parts.map((part) => part.text).join('')

function statsOf({ state }: Message): AnswerStats {
  if (state.phase !== 'done' || state.stats === null) throw new Error('the answer was not measured')
  return state.stats
}

/** The format in which each is spoken to: the one it was trained on. */
const formats: Record<Exclude<TinyModelName, 'bert'>, string> = {
  'llama-3': 'Llama 3',
  'llama-2': 'JinjaTemplate',
  yi: 'ChatML',
  qwen2: 'ChatML',
  qwen3: 'ChatML',
  qwen3moe: 'ChatML',
  deepseek2: 'DeepSeek',
  phi3: 'JinjaTemplate',
  gemma3: 'Gemma',
  mamba: 'ChatML',
  lfm2: 'ChatML',
  qwen35: 'ChatML',
}

test.each(Object.entries(formats) as [keyof typeof formats, string][])(
  '%s loads and answers twice in the format %s',
  async (name, format) => {
    const model = modelOf(name)
    expect(model).toMatchObject({ problem: null, contextSize: expect.any(Number), memoryBytes: expect.any(Number) })
    expect(await app.rpc.engine.load({ model: model.id })).toMatchObject({ model: model.id, contextSize: 1024 })
    expect(template).toBe(format)

    const first = await ask('Hello there', model.id)
    expect(first.state).toMatchObject({ reason: 'length', error: null, stats: { answerTokens, cachedTokens: 0 } })
    expect(textOf(first)).toMatch(/^[ -~]+$/)

    const second = await ask('And then?', model.id, first.chat)
    expect(second.state).toMatchObject({ reason: 'length', error: null, stats: { answerTokens, droppedTurns: 0 } })
    expect(textOf(second)).toMatch(/^[ -~]+$/)
    // What was read for the first answer is not read again, whatever the model keeps of it.
    expect(statsOf(second).cachedTokens).toBeGreaterThanOrEqual(statsOf(first).promptTokens)
  },
)

test('an embedding model is listed as one that does not write text, and is not loaded', async () => {
  const bert = modelOf('bert')
  expect(bert).toMatchObject({
    name: 'Tiny BERT',
    problem: { code: 'MODEL_NOT_TEXT', data: { kind: 'embedding', architecture: 'bert' } },
  })
  await expect(app.rpc.engine.load({ model: bert.id })).rejects.toMatchObject({ code: 'MODEL_NOT_TEXT' })
  const refused = await ask('Hello', bert.id)
  expect(refused.state).toMatchObject({ reason: 'cut', error: { code: 'MODEL_NOT_TEXT' } })
})
