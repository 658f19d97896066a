import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../core/clock.ts'
import { createEngineLauncher } from '../../server/engine-launcher.ts'
import { createEngineClient, type EngineClient, type EngineEnd, type GenerateOptions } from '../engine-client.ts'
import type { EngineLimits } from '../engine-life.ts'
import { model, sampling, silent } from '../test-support/engine-session.ts'
import { canLimitMemory, limitMemory } from '../test-support/limit-memory.ts'
import { lives } from '../test-support/lives.ts'
import { garbledText } from './garble.ts'

/** A second of silence or of standing still is enough here: the scripted engine beats once a second. */
const short: Partial<EngineLimits> = {
  silentSeconds: 3,
  quietSeconds: 4,
  measuredQuietSeconds: 4,
  renderSeconds: 1,
  cancelMs: 100,
}

let folder: string
let client: EngineClient
let pids: number[]
let ends: EngineEnd[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ingle-fake-'))
  pids = []
  ends = []
  const launcher = createEngineLauncher({
    entry: join(import.meta.dirname, 'main.ts'),
    cwd: join(folder, 'cwd'),
    environment: { ...process.env, INGLE_FAKE_TPS: '2000', INGLE_FAKE_LOAD_MS: '20' },
  })
  client = createEngineClient({
    launcher: {
      spawn() {
        for (const pid of pids) if (lives(pid)) throw new Error('a second process was started beside a living one')
        const child = launcher.spawn()
        pids.push(child.pid)
        return child
      },
    },
    clock: systemClock,
    log: silent,
    limits: { handshakeMs: 90_000, ...short },
  })
  client.onExit((end) => ends.push(end))
})

afterEach(async () => {
  await client.dispose()
  await rm(folder, { recursive: true, force: true })
})

const load = (name = 'any') => client.load({ ...model, file: `/models/${name}.gguf` })

async function ask(text: string, options: GenerateOptions = {}) {
  let said = ''
  const result = client.generate(
    { systemPrompt: '', turns: [{ role: 'user', text }], sampling, maxTokens: null },
    { ...options, onChunk: ({ parts }) => (said += parts.map((part) => part.text).join('')) },
  )
  const outcome = await result.catch((error: unknown) => error)
  return { outcome, said }
}

/** After whatever happened, the next request gets an engine, and only one. */
async function goesOn(processes: number): Promise<void> {
  await load()
  expect((await ask('Still there?')).outcome).toMatchObject({ reason: 'end' })
  expect(pids).toHaveLength(processes)
  expect(pids.slice(0, -1).filter(lives)).toEqual([])
}

const crashed = { code: 'ENGINE_CRASHED', data: { reason: 'abort', code: 'exit code 134' } }

describe('a process that aborts', () => {
  test('G1 while a model loads', async () => {
    await expect(load('crash-on-load')).rejects.toMatchObject(crashed)
    expect(client.logTail()).toContain('GGML_ASSERT')
    await goesOn(2)
  })

  test('G1 while the prompt is read', async () => {
    await load()
    const reading: number[] = []
    const { outcome, said } = await ask('/crash /early /read 2000', { onReadProgress: (done) => reading.push(done) })
    expect(outcome).toMatchObject(crashed)
    expect({ said, reading }).toEqual({ said: '', reading: [256] })
    await goesOn(2)
  })

  test('G1 in mid-answer, whose words are kept', async () => {
    await load()
    const { outcome, said } = await ask('/crash and more')
    expect(outcome).toMatchObject(crashed)
    expect(said).toContain('and more')
    await goesOn(2)
  })

  test('G1 while the model is unloaded', async () => {
    await load('crash-on-unload')
    await expect(client.unload()).rejects.toMatchObject(crashed)
    await goesOn(2)
  })
})

describe('a process that ends', () => {
  test('G2 by a kill from outside', async () => {
    await load()
    const { outcome } = await ask('/kill')
    expect(outcome).toMatchObject({ code: 'ENGINE_KILLED', data: { reason: 'killed', code: 'SIGKILL' } })
    await goesOn(2)
  })

  test('G3 by itself and without a reason', async () => {
    await load()
    const { outcome, said } = await ask('/exit 0 too early')
    expect(outcome).toMatchObject({ code: 'ENGINE_CRASHED', data: { reason: 'left', code: 'exit code 0' } })
    expect(said).toContain('too early')
    await goesOn(2)
  })

  test.each([
    [1, 'error'],
    [127, 'library'],
    [132, 'illegal-instruction'],
    [134, 'abort'],
    [135, 'bus'],
    [136, 'arithmetic'],
    [137, 'killed'],
    [139, 'segfault'],
    [143, 'terminated'],
  ])('G19 with the exit code %i has a reason', async (code, reason) => {
    await load()
    expect((await ask(`/exit ${code}`)).outcome).toMatchObject({ data: { reason, code: `exit code ${code}` } })
  })

  test.runIf(process.platform !== 'win32').each([
    ['SIGABRT', 'abort'],
    ['SIGSEGV', 'segfault'],
    ['SIGBUS', 'bus'],
    ['SIGILL', 'illegal-instruction'],
    ['SIGFPE', 'arithmetic'],
    ['SIGTERM', 'terminated'],
    ['SIGKILL', 'killed'],
  ] as const)('G19 by %s has a reason', async (signal, reason) => {
    await load()
    const { outcome } = await ask('/ignore', {
      onReadProgress: () => process.kill(pids.at(-1) ?? 0, signal),
    })
    expect(outcome).toMatchObject({ data: { reason, code: signal } })
    expect(ends).toMatchObject([{ reason }])
  })
})

test.runIf(canLimitMemory)('G9 a process whose memory grows to a limit ends for it, and that is told', async () => {
  await load()
  limitMemory(pids.at(-1) ?? 0, 50 * 2 ** 20)
  const { outcome } = await ask('/grow')
  expect(outcome).toMatchObject({ code: 'ENGINE_OUT_OF_MEMORY', data: { reason: 'memory' } })
  await goesOn(2)
})

describe('a process that hangs', () => {
  const unresponsive = { code: 'ENGINE_UNRESPONSIVE', data: { reason: 'unresponsive' } }

  test('G4 without a heartbeat', async () => {
    await load()
    const { outcome } = await ask('/hang')
    expect(outcome).toMatchObject({ ...unresponsive, data: { code: 'no sign of life' } })
    await goesOn(2)
  })

  test('G4 with heartbeats and without a token', async () => {
    await load()
    const { outcome } = await ask('/ignore')
    expect(outcome).toMatchObject({ ...unresponsive, data: { code: 'no progress while reading' } })
    await goesOn(2)
  })

  test('G4 with heartbeats while a model loads', async () => {
    await expect(load('stall-on-load')).rejects.toMatchObject({
      ...unresponsive,
      data: { code: 'no progress while loading' },
    })
    await goesOn(2)
  })

  test('G5 and does not hear a stop', async () => {
    await load()
    const stop = new AbortController()
    const { outcome } = await ask('/ignore', { signal: stop.signal, onReadProgress: () => stop.abort() })
    expect(outcome).toEqual({ reason: 'stopped', stats: null })
    await goesOn(2)
  })

  test('G20 in a chat template', async () => {
    const hangs = { code: 'MODEL_TEMPLATE_HANGS', data: { reason: 'template' } }
    await expect(load('template-hangs')).rejects.toMatchObject(hangs)
    await load()
    expect((await ask('/template')).outcome).toMatchObject(hangs)
    await goesOn(3)
  })
})

test('G7 G8 half characters, a megabyte at once, words twice, out of order and after the end make one whole answer', async () => {
  await load()
  const { outcome, said } = await ask('/garble')
  expect(outcome).toMatchObject({ reason: 'end' })
  expect(said === garbledText).toBe(true)
  await goesOn(1)
})
