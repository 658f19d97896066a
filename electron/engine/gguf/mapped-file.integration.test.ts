import { existsSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import { startRealApp } from './test-support/real-app.ts'
import type { RealApp } from './test-support/real-app.ts'

const other = 'other.gguf'
/** Long enough to be disturbed in the middle. */
const contextSize = 1024
/** One for each test: each does away with its own. */
const names = ['emptied', 'cut', 'deleted', 'replaced', 'overwritten'] as const
type Name = (typeof names)[number]
const fileOf = (name: Name): string => `${name}.gguf`

let app: RealApp
beforeAll(async () => {
  const bytes = tinyLlama({ contextLength: contextSize })
  app = await startRealApp({
    ...Object.fromEntries(names.map((name) => [fileOf(name), bytes])),
    [other]: tinyLlama({ name: 'Other', seed: 2 }),
  })
})
afterAll(() => app.dispose())
beforeEach(() => app.core.rpc.settings.set({ maxTokens: null, contextSize, gpu: 'off' }))

const pathOf = (name: Name): string => join(app.core.paths.models, fileOf(name))

/** Asks, and does that to the file once the first words are there. */
async function askWhile(name: Name, disturb: (path: string) => void): ReturnType<RealApp['ask']> {
  let disturbed = false
  return app.ask(fileOf(name), () => {
    if (!disturbed) disturb(pathOf(name))
    disturbed = true
  })
}

/** In a new engine where the old one ended. */
async function expectOtherAnswers(): Promise<void> {
  await app.core.rpc.settings.set({ maxTokens: 8 })
  expect(await app.load(other)).toBeNull()
  expect(await app.ask(other)).toMatchObject({ reason: 'length', error: null })
}

// Windows refuses all of it while the file is mapped.
describe.skipIf(process.platform === 'win32')('a model file that changes while it is in use', () => {
  test.each([
    ['to nothing', 'emptied', 0, 'MODEL_NOT_GGUF'],
    ['to its header', 'cut', 20_000, 'MODEL_TRUNCATED'],
  ] as const)(
    'G12 a file that shrinks %s in mid-answer ends the engine: the text so far is kept, the reason told',
    async (_, name, to, code) => {
      expect(await app.load(fileOf(name))).toBeNull()
      const engines = app.pids.length
      const answer = await askWhile(name, (path) => truncateSync(path, to))
      expect(answer).toMatchObject({
        reason: 'cut',
        error: { code: 'ENGINE_CRASHED', data: { reason: 'bus', code: 'SIGBUS' } },
      })
      expect(answer.text).toMatch(/^[ -~]+$/)
      expect(await app.load(fileOf(name))).toMatchObject({ code })
      await expectOtherAnswers()
      expect(app.pids).toHaveLength(engines + 1)
    },
  )

  test('G12 a file that is deleted in mid-answer is needed no more: the answer ends as it would, the next load says it is gone', async () => {
    const model = await app.idOf(fileOf('deleted'))
    const answer = await askWhile('deleted', rmSync)
    const engines = app.pids.length
    expect(existsSync(pathOf('deleted'))).toBe(false)
    expect(answer).toMatchObject({ error: null, text: expect.stringMatching(/^[ -~]{500,}$/) })
    await app.core.rpc.engine.unload()
    // It depends on whether the folder was looked through since.
    await expect(app.core.rpc.engine.load({ model })).rejects.toMatchObject({
      code: expect.stringMatching(/^MODEL_(FILE_MISSING|NOT_FOUND)$/),
    })
    await expectOtherAnswers()
    expect(app.pids).toHaveLength(engines)
  })

  test('G12 a file that is replaced in mid-answer does not change that answer; the new file is loaded next', async () => {
    const before = await app.ask(fileOf('replaced'))
    const engines = app.pids.length
    const answer = await askWhile('replaced', (path) => {
      writeFileSync(`${path}.new`, tinyLlama({ contextLength: contextSize, seed: 3, name: 'New' }))
      renameSync(`${path}.new`, path)
    })
    expect(answer).toEqual(before)
    await app.core.rpc.engine.unload()
    const after = await app.ask(fileOf('replaced'))
    expect(after).toMatchObject({ error: null, text: expect.stringMatching(/^[ -~]{500,}$/) })
    expect(after.text).not.toBe(answer.text)
    expect(app.pids).toHaveLength(engines)
  })

  test('G12 a file that is overwritten by a shorter one in mid-answer, as a copy does it, is read anew', async () => {
    const shorter = tinyLlama({ layers: 1, contextLength: contextSize })
    const answer = await askWhile('overwritten', (path) => writeFileSync(path, shorter))
    expect(statSync(pathOf('overwritten')).size).toBe(shorter.length)
    expect(answer).toMatchObject({ reason: 'cut', error: { data: { reason: 'bus' } } })
    await app.core.rpc.settings.set({ maxTokens: 8 })
    expect(await app.load(fileOf('overwritten'))).toBeNull()
    expect(await app.ask(fileOf('overwritten'))).toMatchObject({ reason: 'length', error: null })
  })
})
