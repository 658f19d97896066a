// A thread that tries one seed after another. It may run out of memory or hang: whoever started it knows by `progress` on which seed.
import { parentPort, workerData } from 'node:worker_threads'
import { createCorpus } from './corpus.ts'
import { largestHeaders, vocabularyName } from './largest-headers.ts'
import { makeCase } from './make-case.ts'
import { measure } from './measure.ts'
import type { Measured } from './measure.ts'

export type FuzzJob =
  | { readonly kind: 'seeds'; readonly from: number; readonly count: number }
  | { readonly kind: 'largest' }

export type FuzzWork = {
  readonly job: FuzzJob
  /** Of one Int32: the seed, or the place in the list, that is being tried. */
  readonly progress: SharedArrayBuffer
}

export type FromFuzzWorker =
  | { readonly type: 'tried'; readonly results: readonly Tried[] }
  | { readonly type: 'largest'; readonly name: string; readonly measured: Measured }

export type Tried = Measured & { readonly seed: number; readonly mutations: readonly string[] }

const perMessage = 200
/** The fastest of these runs counts for the vocabulary, whose time is a figure of its own: the first compiles the code. */
const runsOfVocabulary = 7

const post = (message: FromFuzzWorker): void => parentPort?.postMessage(message)

async function trySeeds(from: number, count: number, progress: Int32Array): Promise<void> {
  const corpus = createCorpus()
  let results: Tried[] = []
  for (let seed = from; seed < from + count; seed++) {
    Atomics.store(progress, 0, seed)
    const { file, mutations } = makeCase(seed, corpus)
    results.push({ seed, mutations, ...(await measure(file)) })
    if (results.length < perMessage) continue
    post({ type: 'tried', results })
    results = []
  }
  post({ type: 'tried', results })
}

async function tryLargest(progress: Int32Array): Promise<void> {
  for (const [index, { name, accepted, make }] of largestHeaders.entries()) {
    Atomics.store(progress, 0, index)
    const file = make()
    const exact = await measure(file, { exact: true })
    const ms = [exact.ms]
    while (name === vocabularyName && ms.length < runsOfVocabulary) ms.push((await measure(file)).ms)
    const { verdict } = exact
    const isAsMeant = verdict.kind === 'finding' || (verdict.kind === 'accepted') === accepted
    const measured: Measured = isAsMeant
      ? exact
      : { ...exact, verdict: { kind: 'finding', what: `${verdict.kind}: ${JSON.stringify(verdict)}` } }
    post({ type: 'largest', name, measured: { ...measured, ms: Math.min(...ms) } })
  }
}

const { job, progress } = workerData as FuzzWork
const current = new Int32Array(progress)
await (job.kind === 'seeds' ? trySeeds(job.from, job.count, current) : tryLargest(current))
