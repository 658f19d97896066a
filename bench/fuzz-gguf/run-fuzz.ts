import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { addTried, emptyReport } from './fuzz-report.ts'
import type { FuzzReport } from './fuzz-report.ts'
import type { FromFuzzWorker, FuzzJob, FuzzWork } from './fuzz-worker.ts'
import { largestHeaders } from './largest-headers.ts'

/** More than any header may take by far: a thread that goes beyond it dies of it. */
const heapMb = 256
/** A seed that is not done by then is one that never will be. */
const hangsAfterMs = 120_000

/** Tries so many seeds, and the largest headers. What ends or hangs a thread is a finding, and a new thread goes on behind it. */
export async function runFuzz({ from, count }: { from: number; count: number }): Promise<FuzzReport> {
  const report = emptyReport(from, count)
  for (let seed = from; seed < from + count;) {
    const ended = await runWorker({ kind: 'seeds', from: seed, count: from + count - seed }, report)
    if (ended === null) break
    report.findings.push({ name: `seed ${ended.at}`, what: ended.what, mutations: [] })
    // Those of its batch that were not told yet count again.
    seed = ended.at + 1
  }
  const ended = await runWorker({ kind: 'largest' }, report)
  if (ended !== null)
    report.findings.push({ name: largestHeaders[ended.at]?.name ?? 'a large header', what: ended.what, mutations: [] })
  return report
}

type Ended = { readonly at: number; readonly what: string }

/** Null when it did all it was to do. */
async function runWorker(job: FuzzJob, report: FuzzReport): Promise<Ended | null> {
  const progress = new SharedArrayBuffer(4)
  const current = new Int32Array(progress)
  const work: FuzzWork = { job, progress }
  const worker = new Worker(join(import.meta.dirname, 'fuzz-worker.ts'), {
    workerData: work,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
    execArgv: [],
  })
  const { promise, resolve } = Promise.withResolvers<string | null>()
  worker.on('message', (message: FromFuzzWorker) => {
    if (message.type === 'tried') for (const tried of message.results) addTried(report, tried)
    else report.largest.push({ name: message.name, ...message.measured })
  })
  worker.on('error', (error) => resolve(`ended the thread: ${error.message}`))
  worker.on('exit', (code) => resolve(code === 0 ? null : `ended the thread with ${code}`))
  let last = { at: -1, since: performance.now() }
  const watch = setInterval(() => {
    const at = Atomics.load(current, 0)
    const now = performance.now()
    if (at !== last.at) last = { at, since: now }
    else if (now - last.since > hangsAfterMs) resolve('never ends')
  }, 1000)
  const what = await promise
  clearInterval(watch)
  await worker.terminate()
  return what === null ? null : { at: Atomics.load(current, 0), what }
}
