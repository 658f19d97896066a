import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tinyModels } from '../../../e2e/support/gguf/tiny-models.ts'
import type { TinyModelName } from '../../../e2e/support/gguf/tiny-models.ts'
import { bytesInMemory } from '../gguf/byte-source.ts'
import { kvCacheBytes } from '../gguf/kv-cache-bytes.ts'
import { readModelFacts } from '../gguf/read-model-facts.ts'
import type { CacheRequest, MeasuredCache } from './test-support/measure-caches.ts'

const run = promisify(execFile)
const script = join(import.meta.dirname, 'test-support', 'measure-caches.ts')

const { bert: _, ...textModels } = tinyModels
const names = Object.keys(textModels) as TinyModelName[]

/** A long context, where windows are full, and many conversations, so that a small state shows in two decimals of a MiB. */
const shapes = [
  { contextTokens: 4096, conversations: 4 },
  { contextTokens: 256, conversations: 128 },
]

let folder: string
const measured = new Map<string, MeasuredCache>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ingle-caches-'))
  const requests: CacheRequest[] = []
  for (const name of names) {
    const file = join(folder, `${name}.gguf`)
    await writeFile(file, tinyModels[name]())
    for (const shape of shapes) requests.push({ file, ...shape })
  }
  const { stdout } = await run(process.execPath, [script, JSON.stringify(requests)])
  const caches = JSON.parse(stdout) as MeasuredCache[]
  requests.forEach(({ contextTokens }, index) => {
    const cache = caches[index]
    if (cache) measured.set(`${names[Math.floor(index / shapes.length)]} ${contextTokens}`, cache)
  })
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const cases = names.flatMap((name) => shapes.map((shape) => ({ name, ...shape })))

test.each(cases)(
  'what $name keeps of $contextTokens tokens is what llama.cpp sets aside',
  async ({ name, contextTokens, conversations }) => {
    const { kvCache } = await readModelFacts(bytesInMemory(tinyModels[name]()))
    if (kvCache === null) throw new Error('the header did not say')
    const { kvMiB, stateMiB } = measured.get(`${name} ${contextTokens}`) ?? { kvMiB: -1, stateMiB: -1 }
    const inMiB = (bytes: number): number => (bytes * conversations) / 2 ** 20
    // Printed to two decimals, by at most two caches.
    expect(Math.abs(inMiB(kvCacheBytes({ ...kvCache, stateBytes: 0 }, contextTokens)) - kvMiB)).toBeLessThan(0.011)
    expect(Math.abs(inMiB(kvCache.stateBytes) - stateMiB)).toBeLessThan(0.006)
  },
)

test('the window of Gemma 3 is its 512 tokens and one batch, in cells of 256', () => {
  expect(measured.get('gemma3 4096')?.cells).toEqual([4096, 1280])
  expect(measured.get('gemma3 256')?.cells).toEqual([256, 256])
})
