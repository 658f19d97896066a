import { statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import { AppError } from '../../contract/errors.ts'
import type { ErrorCode } from '../../contract/errors.ts'
import type { ModelId } from '../../contract/ids.ts'
import { createFakeEngine } from '../../engine/fake/fake-engine.ts'
import { createFakeClock } from '../fake-clock.ts'
import { scannedModels, startCore } from '../test-support/start-core.ts'
import type { StartedCore } from '../test-support/start-core.ts'
import { crashReason } from './quarantine.ts'

const started: StartedCore[] = []
afterEach(async () => {
  for (const app of started.splice(0).toReversed()) await app.dispose()
})

const bad = 'bad-crash-on-load.gguf'
const at = Date.UTC(2026, 10, 24, 12)

async function open(data?: string) {
  const engine = createFakeEngine()
  const models = data ? {} : { 'good.gguf': tinyLlama({ name: 'Good' }), [bad]: tinyLlama({ name: 'Bad' }) }
  const app = await startCore({ launcher: engine, models, clock: createFakeClock(at), ...(data && { data }) })
  started.push(app)
  const all = await scannedModels(app.rpc)
  const idOf = (name: string) => all.find((model) => model.name === name)?.id ?? ('none' as ModelId)
  const model = async (id: ModelId) => (await scannedModels(app.rpc)).find((each) => each.id === id)
  const failedLoad = (id: ModelId) => app.rpc.engine.load({ model: id }).then(() => 'loaded', codeOf)
  return { app, engine, bad: idOf('Bad'), good: idOf('Good'), model, failedLoad }
}
const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error)

/** The end of an answer to this text. */
async function answerTo({ app: { rpc } }: Awaited<ReturnType<typeof open>>, text: string, model: ModelId) {
  const { chat } = await rpc.chat.send({ chat: null, text, model, key: crypto.randomUUID() })
  for await (const event of await rpc.chat.attach({ chat })) {
    const message = event.type === 'snapshot' ? event.detail.messages.at(-1) : event.type === 'message' && event.message
    if (message && message.role === 'assistant' && message.state.phase === 'done')
      return message.state.error?.code ?? message.state.reason
  }
  throw new Error('the chat ended')
}

test('G11 a model that brought the engine down three times is not loaded any more, and another one is', async () => {
  const run = await open()
  for (let time = 0; time < 3; time++) expect(await run.failedLoad(run.bad)).toBe('ENGINE_CRASHED')
  expect(run.engine.processes).toHaveLength(3)
  const quarantined = { code: 'MODEL_QUARANTINED', data: { count: 3, at, reason: 'abort' } }
  await expect(run.app.rpc.engine.load({ model: run.bad })).rejects.toMatchObject(quarantined)
  expect(await answerTo(run, 'Hi', run.bad)).toBe('MODEL_QUARANTINED')
  expect(run.engine.processes).toHaveLength(3)
  expect(await run.model(run.bad)).toMatchObject({ problem: quarantined })
  // The breaker would keep this one out, too.
  expect(await run.failedLoad(run.good)).toBe('loaded')
})

test('G11 it stays set aside over a restart, until somebody wants to try it again', async () => {
  const first = await open()
  for (let time = 0; time < 3; time++) await first.failedLoad(first.bad)
  await first.app.core.dispose()
  const run = await open(first.app.paths.data)
  expect(run.bad).toBe(first.bad)
  expect(await run.failedLoad(run.bad)).toBe('MODEL_QUARANTINED')
  expect(run.engine.processes).toHaveLength(0)
  await run.app.rpc.models.tryAgain({ model: run.bad })
  expect(await run.model(run.bad)).toMatchObject({ problem: null })
  for (let time = 0; time < 3; time++) expect(await run.failedLoad(run.bad)).toBe('ENGINE_CRASHED')
  expect(await run.failedLoad(run.bad)).toBe('MODEL_QUARANTINED')
})

test('G11 crashes while answering count, and a full answer makes up for them', async () => {
  const run = await open()
  const crash = () => answerTo(run, '/crash', run.good)
  expect([await crash(), await crash()]).toEqual(['ENGINE_CRASHED', 'ENGINE_CRASHED'])
  expect(await answerTo(run, 'Hello', run.good)).toBe('end')
  expect([await crash(), await crash()]).toEqual(['ENGINE_CRASHED', 'ENGINE_CRASHED'])
  expect(await run.model(run.good)).toMatchObject({ problem: null })
  expect(await crash()).toBe('ENGINE_CRASHED')
  expect(await answerTo(run, 'Hello', run.good)).toBe('MODEL_QUARANTINED')
})

test('G11 an engine that was killed from outside says nothing about the model', async () => {
  const run = await open()
  for (let time = 0; time < 4; time++) {
    expect(await answerTo(run, '/kill', run.good)).toBe('ENGINE_KILLED')
    await run.app.rpc.engine.reset()
  }
  expect(await answerTo(run, 'Hello', run.good)).toBe('end')
})

test('G11 another file under the same name is tried', async () => {
  const run = await open()
  const path = join(run.app.paths.models, bad)
  for (let time = 0; time < 3; time++) await run.failedLoad(run.bad)
  await run.app.rpc.models.rescan()
  expect(await run.failedLoad(run.bad)).toBe('MODEL_QUARANTINED')
  writeFileSync(path, tinyLlama({ name: 'Bad', seed: 2 }))
  utimesSync(path, new Date(), new Date(statSync(path).mtimeMs + 5000))
  expect(await run.failedLoad(run.bad)).toBe('ENGINE_CRASHED')
})

test('G2 G10 G23 memory, libraries and processors are not the fault of a model', () => {
  const reasonOf = (code: ErrorCode, reason: string) => crashReason(new AppError(code, '', { data: { reason } }))
  for (const reason of ['memory', 'library', 'illegal-instruction']) {
    expect(reasonOf('ENGINE_CRASHED', reason)).toBeNull()
  }
  for (const code of ['ENGINE_KILLED', 'ENGINE_OUT_OF_MEMORY', 'ENGINE_START_FAILED', 'MODEL_LOAD_FAILED'] as const) {
    expect(reasonOf(code, 'killed')).toBeNull()
  }
  expect(reasonOf('ENGINE_CRASHED', 'segfault')).toBe('segfault')
  expect(reasonOf('ENGINE_UNRESPONSIVE', 'unresponsive')).toBe('unresponsive')
  expect(reasonOf('MODEL_TEMPLATE_HANGS', 'template')).toBe('template')
})
