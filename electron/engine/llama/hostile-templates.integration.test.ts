import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import type { EngineLimits } from '../engine-life.ts'
import type { EngineTurn } from '../engine-protocol.ts'
import { startRealEngine, type RealEngine } from './test-support/real-engine.ts'

/** Like no format that the binding knows, so that the file's own template is used; before the chat what is given. */
const templateWith = (trap: string): string =>
  [
    `${trap}{% for m in messages %}{{ '<|im_start|>' + m['role'] + ' says:\\n' + m['content'] + '<|im_end|>\\n' }}{% endfor %}`,
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant says:\\n' }}{% endif %}",
  ].join('')
const inLongerChats = (trap: string): string => `{% if messages|length > 8 %}${trap}{% endif %}`
const longerChat: readonly EngineTurn[] = Array.from({ length: 9 }, (_, i) => ({
  role: i % 2 === 0 ? 'user' : 'assistant',
  text: `Turn ${i}`,
}))

const endless = [
  '{% for a in range(100000) %}{% for b in range(100000) %}{% for c in range(100000) %}',
  '{% endfor %}{% endfor %}{% endfor %}',
].join('')
/** Twenty doublings make sixteen megabytes, and each turn keeps that much more. */
const growing = [
  "{% set ns = namespace(l=[], s='aaaaaaaaaaaaaaaa') %}{% for a in range(20) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
  '{% for a in range(10000) %}{% set ns.l = ns.l + [(ns.s ~ a) | upper] %}{% endfor %}',
].join('')
/** Twenty doublings of three characters are three megabytes, made in no time. */
const wordy =
  "{% set ns = namespace(s='abc') %}{% for a in range(20) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}"
const nested = `{{ ${'('.repeat(200_000)}1${')'.repeat(200_000)} }}`

/** However busy the machine is. */
const soon = { renderSeconds: 3, renderTimes: 0 }
const hangs = { code: 'MODEL_TEMPLATE_HANGS' }

let engine: RealEngine
afterEach(() => engine.close())

async function start(template: string, limits: Partial<EngineLimits>): Promise<string> {
  engine = await startRealEngine(limits)
  return engine.write('hostile.gguf', tinyLlama({ template, contextLength: 4096 }))
}

/** The app goes on with another model, in the same process or in one new one. */
async function goesOn(processes: number): Promise<void> {
  await engine.load(await engine.write('good.gguf', tinyLlama()))
  expect((await engine.ask('Hello')).reason).toBe('length')
  expect(engine.pids).toHaveLength(processes)
}

describe('a chat template', () => {
  test('G20 that never ends is stopped while its model loads, and the next model loads', async () => {
    const file = await start(templateWith(endless), soon)
    await expect(engine.load(file)).rejects.toMatchObject({ ...hangs, data: { reason: 'template' } })
    await goesOn(2)
    expect(engine.ends).toMatchObject([{ reason: 'template' }])
  })

  test('G20 that never ends in a longer chat is stopped in its answer; a stop frees the engine sooner', async () => {
    const file = await start(templateWith(inLongerChats(endless)), { ...soon, cancelMs: 1000 })
    expect(await engine.load(file)).toMatchObject({ template: 'JinjaTemplate' })
    expect((await engine.ask('Hello')).reason).toBe('length')
    await expect(engine.ask(longerChat)).rejects.toMatchObject({ ...hangs, data: { reason: 'template' } })
    await engine.load(file)
    const stop = new AbortController()
    const answer = engine.ask(longerChat, { signal: stop.signal })
    // Not before the request is on its way.
    await nextTurn()
    stop.abort()
    expect(await answer).toMatchObject({ reason: 'stopped', stats: null })
    await goesOn(3)
  })

  test('G20 that grows to gigabytes is stopped before the memory is full', async () => {
    const file = await start(templateWith(growing), { renderSeconds: 100 })
    await expect(engine.load(file)).rejects.toMatchObject({ ...hangs, data: { reason: 'template' } })
    expect(engine.client.logTail()).toContain('The chat template took more than 1073741824 bytes of memory')
    await goesOn(2)
  })

  test('G20 that makes megabytes of a few words is refused, and the process goes on', async () => {
    const file = await start(templateWith(inLongerChats(wordy)), { renderSeconds: 100 })
    await engine.load(file)
    await expect(engine.ask(longerChat)).rejects.toMatchObject({ ...hangs, data: { made: expect.any(Number) } })
    await goesOn(1)
  })

  test('G20 that is nested without measure may take the engine with it, and no more', async () => {
    const file = await start(templateWith(nested), {})
    await expect(engine.load(file)).rejects.toMatchObject({ code: 'ENGINE_CRASHED', data: { reason: 'segfault' } })
    await goesOn(2)
  })
})
