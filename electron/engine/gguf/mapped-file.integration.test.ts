import { existsSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import { startRealApp } from './test-support/real-app.ts'
import type { RealApp } from './test-support/real-app.ts'

const used = 'used.gguf'
const other = 'other.gguf'
/** Long enough to be disturbed in the middle. */
const contextSize = 1024

let app: RealApp
let path: string
beforeEach(async () => {
  app = await startRealApp({
    [used]: tinyLlama({ contextLength: contextSize }),
    [other]: tinyLlama({ name: 'Other', seed: 2 }),
  })
  path = join(app.core.paths.models, used)
  await app.core.rpc.settings.set({ maxTokens: null, contextSize, gpu: 'off' })
  await app.load(used)
})
afterEach(() => app.dispose())

/** Asks, and does that to the file once the first words are there. */
function askWhile(disturb: () => void): ReturnType<RealApp['ask']> {
  let disturbed = false
  return app.ask(used, () => {
    if (!disturbed) disturb()
    disturbed = true
  })
}

// Windows refuses all of it while the file is mapped.
describe.skipIf(process.platform === 'win32')('a model file that changes while it is in use', () => {
  test.each([
    ['to nothing', 0],
    ['to its header', 20_000],
  ])(
    'G12 a file that shrinks %s in mid-answer ends the engine: the text so far is kept, the reason told',
    async (_, to) => {
      const answer = await askWhile(() => truncateSync(path, to))
      expect(answer).toMatchObject({
        reason: 'cut',
        error: { code: 'ENGINE_CRASHED', data: { reason: 'bus', code: 'SIGBUS' } },
      })
      expect(answer.text).toMatch(/^[ -~]+$/)
      expect(await app.load(used)).toMatchObject({ code: to === 0 ? 'MODEL_NOT_GGUF' : 'MODEL_TRUNCATED' })
      await app.core.rpc.settings.set({ maxTokens: 8 })
      expect(await app.load(other)).toBeNull()
      expect(await app.ask(other)).toMatchObject({ reason: 'length', error: null })
      expect(app.pids).toHaveLength(2)
    },
  )

  test('G12 a file that is deleted in mid-answer is needed no more: the answer ends as it would, the next load says it is gone', async () => {
    const model = await app.idOf(used)
    const answer = await askWhile(() => rmSync(path))
    expect(existsSync(path)).toBe(false)
    expect(answer).toMatchObject({ error: null, text: expect.stringMatching(/^[ -~]{500,}$/) })
    await app.core.rpc.engine.unload()
    // It depends on whether the folder was looked through since.
    await expect(app.core.rpc.engine.load({ model })).rejects.toMatchObject({
      code: expect.stringMatching(/^MODEL_(FILE_MISSING|NOT_FOUND)$/),
    })
    expect(await app.load(other)).toBeNull()
    expect(app.pids).toHaveLength(1)
  })

  test('G12 a file that is replaced in mid-answer does not change that answer; the new file is loaded next', async () => {
    const before = await app.ask(used)
    const answer = await askWhile(() => {
      writeFileSync(`${path}.new`, tinyLlama({ contextLength: contextSize, seed: 3, name: 'New' }))
      renameSync(`${path}.new`, path)
    })
    expect(answer).toEqual(before)
    await app.core.rpc.engine.unload()
    const after = await app.ask(used)
    expect(after).toMatchObject({ error: null, text: expect.stringMatching(/^[ -~]{500,}$/) })
    expect(after.text).not.toBe(answer.text)
    expect(app.pids).toHaveLength(1)
  })

  test('G12 a file that is overwritten by a shorter one in mid-answer, as a copy does it, is read anew', async () => {
    const shorter = tinyLlama({ layers: 1, contextLength: contextSize })
    const answer = await askWhile(() => writeFileSync(path, shorter))
    expect(statSync(path).size).toBe(shorter.length)
    expect(answer).toMatchObject({ reason: 'cut', error: { data: { reason: 'bus' } } })
    await app.core.rpc.settings.set({ maxTokens: 8 })
    expect(await app.load(used)).toBeNull()
    expect(await app.ask(used)).toMatchObject({ reason: 'length', error: null })
  })
})
