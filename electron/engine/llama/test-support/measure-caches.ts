// A process of its own that makes contexts as the engine does and tells what llama.cpp set aside for them, from its own log.
import { createNativeLog } from '../native-log.ts'
import { createRuntime } from '../runtime.ts'

/** What is asked for, as JSON in the first argument. */
export type CacheRequest = { file: string; contextTokens: number; conversations: number }

/** One for each request, as JSON in one line. */
export type MeasuredCache = {
  /** As llama.cpp prints them, to two decimals and for all conversations together. */
  kvMiB: number
  stateMiB: number
  /** Cells of each key/value cache for one conversation, in the order in which they are made. */
  cells: readonly number[]
}

const requests = JSON.parse(process.argv[2] ?? '[]') as readonly CacheRequest[]
const log = createNativeLog(() => undefined)
const llama = await createRuntime(log).open('off')
llama.maxThreads = 1
// Sizes are told at a level that the engine does not listen to.
const info: string = 'info'
llama.logLevel = info as typeof llama.logLevel

/** Ends what a new context says. */
const contextIsMade = /sched_reserve: reserve took/
const loggedWithinMs = 60_000

async function measure({ file, contextTokens, conversations }: CacheRequest): Promise<MeasuredCache> {
  const model = await llama.loadModel({ modelPath: file, gpuLayers: 0 })
  log.clear()
  const context = await model.createContext({
    contextSize: contextTokens,
    sequences: conversations,
    batchSize: Math.max(512, conversations),
    threads: 1,
  })
  await log.heard(contextIsMade, loggedWithinMs)
  const lines = log.lines()
  const numbers = (pattern: RegExp): number[] => lines.flatMap((line) => pattern.exec(line)?.[1] ?? []).map(Number)
  const sum = (pattern: RegExp): number => numbers(pattern).reduce((total, each) => total + each, 0)
  const measured = {
    kvMiB: sum(/KV buffer size =\s+([\d.]+) MiB/),
    stateMiB: sum(/RS buffer size =\s+([\d.]+) MiB/),
    cells: numbers(/llama_kv_cache: size = .*\(\s*(\d+) cells/),
  }
  await context.dispose()
  await model.dispose()
  return measured
}

const measured: MeasuredCache[] = []
for (const request of requests) measured.push(await measure(request))
await llama.dispose()
process.stdout.write(`${JSON.stringify(measured)}\n`)
