import { execFileSync } from 'node:child_process'
import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brokenGgufs } from '../../../e2e/support/gguf/broken-ggufs.ts'
import { lyingGgufs } from '../../../e2e/support/gguf/lying-ggufs.ts'
import type { LyingModel } from '../../../e2e/support/gguf/lying-model.ts'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import type { ErrorInfo } from '../../contract/errors.ts'
import { startRealApp } from './test-support/real-app.ts'
import type { RealApp } from './test-support/real-app.ts'

const broken = brokenGgufs()
const lying = lyingGgufs()
const good = 'good.gguf'
const fileOf = ({ name }: { name: string }): string => `${name}.gguf`

let app: RealApp
/** What a damaged file may take; more only where a good one already takes long, on a machine that is busy. */
let withinMs = 3000

beforeAll(async () => {
  app = await startRealApp({
    ...Object.fromEntries([...broken, ...lying].map((file) => [fileOf(file), file.bytes])),
    [good]: tinyLlama(),
  })
  await app.load(good)
  const before = performance.now()
  await expectGoodOneAnswers()
  withinMs = Math.max(withinMs, 10 * (performance.now() - before))
})
afterAll(() => app.dispose())

/** Rejects when it takes longer than it may. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`took over ${withinMs} ms`)), withinMs)
  return Promise.race([work, promise]).finally(() => clearTimeout(timer))
}

async function expectGoodOneAnswers(): Promise<void> {
  expect(await app.load(good)).toBeNull()
  expect(await app.ask(good)).toMatchObject({ reason: 'length', error: null, text: expect.stringMatching(/^[ -~]+$/) })
}

describe('a damaged file in the models folder', () => {
  test('there are at least 60 of them, and 60 that lie where only the engine looks', () => {
    expect(broken.length).toBeGreaterThanOrEqual(60)
    expect(lying.length).toBeGreaterThanOrEqual(60)
    expect(new Set([...broken, ...lying].map(({ name }) => name)).size).toBe(broken.length + lying.length)
  })

  test.each(broken)('$name is listed with its problem, $code, and asking to load it says the same', async (file) => {
    const engines = app.pids.length
    expect(await app.problemOf(fileOf(file))).toMatchObject({ code: file.code })
    expect(await inTime(app.load(fileOf(file)))).toMatchObject({ code: file.code })
    expect(app.pids).toHaveLength(engines)
  })

  test('none of them came near the engine, and a good one loads', async () => {
    await expectGoodOneAnswers()
    expect(app.pids).toHaveLength(1)
  })
})

describe('what is no file', () => {
  const onUnix = process.platform !== 'win32'
  const make: [string, (path: string) => unknown][] = [
    ['a folder', (path) => mkdir(path)],
    ...(onUnix
      ? ([
          ['a pipe that nobody writes to', (path) => execFileSync('mkfifo', [path])],
          ['a link to a device without end', (path) => symlink('/dev/zero', path)],
          ['a link to itself', (path) => symlink(path, path)],
        ] satisfies typeof make)
      : []),
  ]
  test.each(make)('%s is refused by its path, and does not disturb the list', async (name, create) => {
    const path = join(app.core.paths.models, `${name}.gguf`)
    await create(path)
    const refusal = app.core.rpc.models.addPath({ path, confirmed: true }).catch((error: unknown) => error)
    expect(await inTime(refusal)).toMatchObject({
      code: expect.stringMatching(/^MODEL_FILE_(UNREADABLE|MISSING)$/),
    })
    await inTime(app.core.rpc.models.rescan())
    expect(await app.problemOf(good)).toBeNull()
  })
})

/** Why, and not just that it failed: llama.cpp's own words. */
const llamaWords = /tensor|vocabulary|hyperparameters|split/

describe('a file that lies where only the engine looks', () => {
  const fate = (wanted: LyingModel['fate']) => lying.filter((file) => file.fate === wanted)

  test.each(fate('refused'))('$name is refused with a reason, by an engine that lives on', async (file) => {
    const engines = app.pids.length
    expect(await app.problemOf(fileOf(file))).toBeNull()
    const refusal = await inTime(app.load(fileOf(file)))
    expect(refusal).toMatchObject({ code: 'MODEL_LOAD_FAILED', data: { reason: expect.stringMatching(llamaWords) } })
    expect(JSON.stringify(refusal)).not.toContain(app.core.paths.models)
    expect(app.pids).toHaveLength(engines)
  })

  const crash: Partial<ErrorInfo> = {
    code: 'ENGINE_CRASHED',
    data: { reason: expect.stringMatching(/^(abort|segfault)$/), code: expect.any(String) },
  }

  test.each(fate('ends-loading'))('$name ends the engine, not the app; a good one loads', async (file) => {
    expect(await app.problemOf(fileOf(file))).toBeNull()
    expect(await inTime(app.load(fileOf(file)))).toMatchObject(crash)
    await expectGoodOneAnswers()
  })

  test.each(fate('ends-answering'))('$name ends the engine at its first answer; a good one loads', async (file) => {
    expect(await app.load(fileOf(file))).toBeNull()
    expect(await inTime(app.ask(fileOf(file)))).toMatchObject({ reason: 'cut', error: crash })
    await expectGoodOneAnswers()
  })

  test.each(fate('answers'))('$name is passed over, and answers', async (file) => {
    const engines = app.pids.length
    expect(await inTime(app.load(fileOf(file)))).toBeNull()
    expect(await inTime(app.ask(fileOf(file)))).toMatchObject({ error: null })
    expect(app.pids).toHaveLength(engines)
  })

  test('after all of them a good one loads and answers, in the last engine of few', async () => {
    await expectGoodOneAnswers()
    expect(app.pids).toHaveLength(1 + fate('ends-loading').length + fate('ends-answering').length)
  })
})
