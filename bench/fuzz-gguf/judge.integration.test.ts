import { expect, test } from 'vitest'
import { AppError } from '../../electron/contract/errors.ts'
import type { GgufHeader } from '../../electron/engine/gguf/gguf-header.ts'
import type { ModelFacts } from '../../electron/engine/gguf/model-facts.ts'
import { createCorpus } from './corpus.ts'
import { judge, ownReader } from './judge.ts'
import type { Subject } from './judge.ts'
import { measure } from './measure.ts'
import { sparseSource } from './sparse-source.ts'
import { written } from './make-case.ts'

const [sound] = createCorpus()
const { file } = written(sound ?? { metadata: [], tensors: [] })

/** A reader that is ours but for one defect. */
const reading = (defect: (header: GgufHeader) => unknown): Subject => ({
  ...ownReader,
  read: async (source) => {
    const header = await ownReader.read(source)
    return (defect(header) as GgufHeader | undefined) ?? header
  },
})
const describing = (defect: (facts: ModelFacts) => unknown): Subject => ({
  ...ownReader,
  describe: async (header, source) => {
    const facts = await ownReader.describe(header, source)
    return (defect(facts) as ModelFacts | undefined) ?? facts
  },
})
const failing = (error: unknown): Subject => ({ ...ownReader, read: () => Promise.reject(error) })
const firstTensor = (header: GgufHeader, change: object): GgufHeader => ({
  ...header,
  tensors: header.tensors.map((tensor, index) => (index === 0 ? { ...tensor, ...change } : tensor)),
})

test('our own reader has nothing against a sound header, and neither has the judge', async () => {
  expect((await judge(sparseSource(file))).verdict).toEqual({ kind: 'accepted', problem: null })
})

test.each<[string, Subject, RegExp]>([
  ['an error without a code', failing(new TypeError('x is undefined')), /threw TypeError: x is undefined/],
  ['something thrown that is no error', failing('broken'), /threw broken/],
  ['a code that says nothing of the file', failing(new AppError('INTERNAL', 'x', { data: { offset: 1 } })), /INTERNAL/],
  ['a refusal without a place', failing(new AppError('MODEL_DAMAGED', 'x')), /without a place/],
  [
    'a place outside the file',
    failing(new AppError('MODEL_DAMAGED', 'x', { data: { offset: 2 ** 50 } })),
    /without a place/,
  ],
  [
    'a tensor beyond the file',
    reading((header) => firstTensor(header, { dims: [2 ** 40], bytes: 2 ** 42 })),
    /another size|beyond/,
  ],
  ['a tensor that is larger than it says', reading((header) => firstTensor(header, { bytes: 4 })), /another size/],
  ['a tensor that is not aligned', reading((header) => firstTensor(header, { offset: 4 })), /aligned|inside/],
  [
    'tensors in one another',
    reading((header) => ({ ...header, tensors: [...header.tensors, ...header.tensors.slice(0, 1)] })),
    /inside another/,
  ],
  [
    'a list beyond the file',
    reading((header) => ({
      ...header,
      metadata: new Map([['x', { type: 'array', elements: 'uint8', count: 2 ** 40, offset: 0 }]]),
    })),
    /array beyond/,
  ],
  [
    'a text beyond the file',
    reading((header) => ({
      ...header,
      metadata: new Map([['x', { type: 'long-string', bytes: 2 ** 40, offset: 0 }]]),
    })),
    /text beyond/,
  ],
  ['an error while it is described', describing(() => Promise.reject(new RangeError('no'))), /threw RangeError: no/],
  [
    'a number that is none',
    describing((facts) => ({ ...facts, contextLength: Number.NaN })),
    /change when they are stored/,
  ],
  ['sizes that do not add up', describing((facts) => ({ ...facts, sizes: { ...facts.sizes, input: 1 } })), /add up/],
  ['a usable model without layers', describing((facts) => ({ ...facts, layers: null })), /without layers/],
  [
    'a cache that shrinks',
    describing((facts) => ({
      ...facts,
      kvCache: { bytesPerToken: -1, windowBytesPerToken: 0, windowTokens: 0, stateBytes: 0 },
    })),
    /cache/,
  ],
])('%s is found', async (_, subject, words) => {
  const { verdict } = await judge(sparseSource(file), subject)
  expect(verdict).toMatchObject({ kind: 'finding', what: expect.stringMatching(words) })
})

test.each<[string, Subject, RegExp]>([
  [
    'a reader that keeps too much',
    reading((header) => void Object.assign(header, { kept: Array.from({ length: 9_000_000 }, () => 0.5) })),
    /took \d+ MiB/,
  ],
  [
    'a reader that keeps its buffers',
    reading((header) => void Object.assign(header, { kept: new Uint8Array(80 * 2 ** 20) })),
    /took \d+ MiB/,
  ],
  [
    'a reader that takes a length for granted',
    { ...ownReader, read: async (source) => (await source.read(0, 2 ** 24), ownReader.read(source)) },
    /asked for/,
  ],
  [
    'a reader that reads on and on',
    {
      ...ownReader,
      read: async (source) => {
        for (let count = 0; count < 100; count++) await source.read(0, 100_000)
        return ownReader.read(source)
      },
    },
    /asked for/,
  ],
  ['a reader that ponders', reading(() => ponder(1100)), /took \d+ ms/],
])('%s is found', async (_, subject, words) => {
  const { verdict } = await measure(file, { subject })
  expect(verdict).toMatchObject({ kind: 'finding', what: expect.stringMatching(words) })
})

/** Processor time, not time. */
function ponder(ms: number): void {
  const until = process.threadCpuUsage().user + ms * 1000
  let rounds = 0
  while (process.threadCpuUsage().user < until) rounds++
  expect(rounds).toBeGreaterThan(0)
}
