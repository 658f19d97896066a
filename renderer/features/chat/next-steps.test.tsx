import { expect, test } from 'vitest'
import { AppError, engineEndReasons, errorCodes, type ErrorInfo } from '../../../electron/contract/errors.ts'
import type { EngineState } from '../../../electron/contract/engine.ts'
import type { ModelId } from '../../../electron/contract/ids.ts'
import type { Model } from '../../../electron/contract/models.ts'
import { byName, perform, type } from '../../test-support/render.tsx'
import { nextSteps } from './next-steps.ts'
import { openConversation, type ChatPageOptions } from './test-support/chat-page.tsx'
import { answer, messageId, question, tiny, tinyModel } from './test-support/samples.ts'

const gib = 1024 ** 3
const overMemory: ErrorInfo = {
  code: 'MODEL_OVER_MEMORY',
  message: 'too large',
  data: {
    needBytes: 9 * gib,
    limitBytes: 16 * gib,
    freeKnown: true,
    freeBytes: 5 * gib,
    afterBytes: 7 * gib,
    unloads: 'Other 8B',
    gpuBytes: 0,
    reserveBytes: gib,
    contextSize: 8192,
    fitContext: 2048,
  },
}
const quarantine: ErrorInfo = {
  code: 'MODEL_QUARANTINED',
  message: 'set aside',
  data: { count: 3, at: Date.UTC(2026, 10, 24), reason: 'abort' },
}
const other: Model = { ...tinyModel, id: 'other' as ModelId, name: 'Other 8B' }
const off: EngineState = { phase: 'off', reason: 'start' }
const turnThatEnded = (error: ErrorInfo) => [
  question(1, 'Hi'),
  answer(2, 'Half', { state: { phase: 'done', reason: 'cut', stats: null, error } }),
]
const open = (messages: Parameters<typeof openConversation>[0], more: ChatPageOptions = {}) =>
  openConversation(messages, { engine: off, ...more })
type Page = Awaited<ReturnType<typeof open>>

const click = async (page: Page, name: string) => {
  await perform(() => byName(page.box, 'button', name).click())
  await page.settle()
}
/** What the page asked of the host beside topics, in order. */
const asked = (page: Page) =>
  page.host.calls
    .filter(({ path }) => !/list|watch|state|host|attach/.test(path))
    .map(({ path, input }) => [path, ...(input === undefined ? [] : [input])])
const buttons = (page: Page) =>
  [...page.box.querySelectorAll('[role=alert] button')].map(({ textContent }) => textContent)

test('G22 an answer refused for want of memory names the numbers, and a context that fits is one button away', async () => {
  const page = await open(turnThatEnded(overMemory))
  expect(page.box.textContent).toContain('It needs about 9.0 GB with a context of 8,192 tokens. 5.0 GB is free now')
  expect(buttons(page)).toEqual(['Use a context of 2,048 tokens', 'Choose another model', 'Try again', 'Load anyway'])
  await click(page, 'Use a context of 2,048 tokens')
  expect(asked(page)).toEqual([
    ['settings.set', { contextSize: 2048 }],
    ['chat.regenerate', { message: messageId(2), model: tiny }],
  ])
})

test('G22 it is answered anyway when somebody says so', async () => {
  const page = await open(turnThatEnded(overMemory))
  await click(page, 'Load anyway')
  expect(asked(page)).toEqual([['chat.regenerate', { message: messageId(2), model: tiny, anyway: true }]])
})

test('G22 a model that was chosen and is too large says so over the composer, and what is written stays', async () => {
  const page = await open([], {
    models: [tinyModel, other],
    answer({ path, input }) {
      if (path === 'engine.load' && !(input as { anyway?: boolean }).anyway)
        throw new AppError('MODEL_OVER_MEMORY', '', { data: overMemory.data ?? {} })
    },
  })
  const field = page.composer()
  if (!field) throw new Error('no composer')
  await type(field, 'Half a thought')
  await page.choose(other.id)
  expect(byName(page.box, '[role=alert]', /^Other 8B was not loaded/).textContent).toContain('9.0 GB')
  expect(field.value).toBe('Half a thought')
  await click(page, 'Load anyway')
  expect(page.callsOf('engine.load')).toEqual([{ model: 'other' }, { model: 'other', anyway: true }])
  expect(page.box.querySelector('[role=alert]')).toBeNull()
})

test('a load that failed elsewhere is said where its model is meant to answer, until it is loaded', async () => {
  const error: ErrorInfo = { code: 'ENGINE_CRASHED', message: '', data: { reason: 'abort', code: 'SIGABRT' } }
  const page = await open([], { engine: { phase: 'failed', model: tiny, name: 'Tiny 1B', error, logTail: '' } })
  expect(byName(page.box, '[role=alert]', /^Tiny 1B was not loaded/).textContent).toContain('The engine gave up')
  await click(page, 'Try again')
  expect(page.callsOf('engine.load')).toEqual([{ model: tiny }])
  await page.tellEngine({ phase: 'loading', model: tiny, name: 'Tiny 1B', share: 0, msLeft: null })
  expect(page.box.querySelector('[role=alert]')).toBeNull()
})

test('a refusal is over when the model is loaded from elsewhere', async () => {
  const page = await open([], {
    answer({ path }) {
      if (path === 'engine.load') throw new AppError('MODEL_OVER_MEMORY', '', { data: overMemory.data ?? {} })
    },
  })
  await page.choose(tiny)
  expect(page.box.querySelectorAll('[role=alert]')).toHaveLength(1)
  await page.tellEngine({ phase: 'loading', model: tiny, name: 'Tiny 1B', share: 0, msLeft: null })
  expect(page.box.querySelector('[role=alert]')).toBeNull()
})

test('a load that was stopped by hand is no failure', async () => {
  const page = await open([], {
    answer({ path }) {
      if (path === 'engine.load') throw new AppError('MODEL_NOT_LOADED', '', { data: { cancelled: true } })
    },
  })
  await page.choose(tiny)
  expect(page.box.querySelector('[role=alert]')).toBeNull()
})

test('what the last answer says already is not said twice', async () => {
  const engine: EngineState = { phase: 'failed', model: tiny, name: 'Tiny 1B', error: overMemory, logTail: '' }
  const page = await open(turnThatEnded(overMemory), { engine })
  expect(page.box.querySelectorAll('[role=alert]')).toHaveLength(1)
})

test('the breaker is closed by trying again', async () => {
  const page = await open(turnThatEnded({ code: 'ENGINE_BREAKER_OPEN', message: '' }))
  await click(page, 'Try again')
  expect(asked(page)).toEqual([['engine.reset'], ['chat.regenerate', { message: messageId(2), model: tiny }]])
})

test('G11 a model that was set aside says why, and is tried again when somebody wants it', async () => {
  const page = await open([], { models: [{ ...tinyModel, problem: quarantine }] })
  const notice = byName(page.box, '[role=alert]', /^Tiny 1B is not available/)
  expect(notice.textContent).toContain('This model brought the engine down 3 times')
  expect(page.box.textContent).toContain('Try the model again first, or choose another one')
  await click(page, 'Try again')
  expect(asked(page)).toEqual([
    ['models.tryAgain', { model: tiny }],
    ['engine.load', { model: tiny }],
  ])
})

test('G11 choosing a model that was set aside does not load it', async () => {
  const page = await open([], { models: [tinyModel, { ...other, problem: quarantine }] })
  await page.choose(other.id)
  expect(asked(page)).toEqual([])
  expect(byName(page.box, '[role=alert]', /^Other 8B is not available/)).toBeTruthy()
})

test('G11 an answer of a model that was set aside since is made again by it, and by no other', async () => {
  const crash: ErrorInfo = { code: 'ENGINE_CRASHED', message: '', data: { reason: 'segfault' } }
  const page = await open(turnThatEnded(crash), { models: [{ ...tinyModel, problem: quarantine }, other] })
  await perform(() => byName(page.box, 'article [role=alert] button', 'Try again').click())
  await page.settle()
  expect(asked(page)).toEqual([
    ['models.tryAgain', { model: tiny }],
    ['chat.regenerate', { message: messageId(2), model: tiny }],
  ])
})

test('G23 after the graphics driver failed the processor can do the work', async () => {
  const page = await open(turnThatEnded({ code: 'ENGINE_CRASHED', message: '', data: { reason: 'gpu' } }))
  expect(page.box.textContent).toContain('The graphics driver failed')
  await click(page, 'Use the processor')
  expect(asked(page)).toEqual([
    ['settings.set', { gpu: 'off' }],
    ['chat.regenerate', { message: messageId(2), model: tiny }],
  ])
})

test('G10 a model for which there is not enough memory leads to the setting that helps', async () => {
  const page = await open(turnThatEnded({ code: 'ENGINE_OUT_OF_MEMORY', message: '' }))
  await click(page, 'Set a shorter context')
  expect(page.address()).toBe('/settings/contextSize')
})

test('G19 every failure has a button, and every end of the engine shows what the engine wrote last', () => {
  const steps = (code: ErrorInfo['code'], data?: ErrorInfo['data']) =>
    nextSteps({ code, message: '', ...(data && { data }) })
  expect(errorCodes.filter((code) => steps(code).length === 0)).toEqual([])
  for (const code of ['ENGINE_CRASHED', 'ENGINE_KILLED', 'ENGINE_UNRESPONSIVE', 'ENGINE_START_FAILED'] as const) {
    expect(engineEndReasons.filter((reason) => !steps(code, { reason }).includes('log'))).toEqual([])
  }
  expect(errorCodes.filter((code) => code.startsWith('ENGINE_') && !steps(code).includes('log'))).toEqual([])
})
