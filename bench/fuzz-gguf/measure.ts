import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { judge, ownReader } from './judge.ts'
import type { Subject, Verdict } from './judge.ts'
import { sparseSource } from './sparse-source.ts'
import type { SparseFile } from './sparse-source.ts'

/** What one header may cost at most. */
export const most = { bytes: 64 * 2 ** 20, ms: 1000 } as const

export type Measured = {
  readonly verdict: Verdict
  /** Of processor time. */
  readonly ms: number
  /** Growth of the heap and of buffers, rubbish not yet collected included unless it came close to the limit. */
  readonly bytes: number
}

export type MeasureOptions = {
  readonly subject?: Subject
  /** Rubbish is collected before each look: exact, and slow. */
  readonly exact?: boolean
}

/** Judges a header and holds its cost against the limits. A costly one is looked at again. */
export async function measure(file: SparseFile, options: MeasureOptions = {}): Promise<Measured> {
  const { subject = ownReader, exact = false } = options
  const quick = await measureOnce(file, subject, used)
  const isClose = exact || quick.bytes > most.bytes / 2
  const bytes = isClose ? (await measureOnce(file, subject, alive)).bytes : quick.bytes
  const { verdict } = quick
  let { ms } = quick
  // What is slow is slow each time; the first one compiles, and a crowded processor adds its own.
  for (let again = 0; again < 2 && ms > most.ms / 2; again++)
    ms = Math.min(ms, (await measureOnce(file, subject, used)).ms)
  const finding = (what: string): Measured => ({ verdict: { kind: 'finding', what }, ms, bytes })
  if (verdict.kind === 'finding') return quick
  if (bytes > most.bytes) return finding(`took ${Math.round(bytes / 2 ** 20)} MiB`)
  if (ms > most.ms) return finding(`took ${Math.round(ms)} ms`)
  return { verdict, ms, bytes }
}

async function measureOnce(
  file: SparseFile,
  subject: Subject,
  now: () => number,
): Promise<Measured & { held: unknown }> {
  const before = now()
  let highest = before
  const look = (): void => {
    highest = Math.max(highest, now())
  }
  let reads = 0
  // A few times on the way: to collect rubbish takes longer than to read.
  const onRead = (): void => {
    reads++
    if (now === used || Number.isInteger(Math.log2(reads))) look()
  }
  const source = sparseSource(file, onRead)
  let ms = 0
  const timed = async <T>(work: () => Promise<T>): Promise<T> => {
    const startedAt = processorMs()
    return work().finally(() => {
      ms += processorMs() - startedAt
    })
  }
  // What the judge does with the result is not the reader's time.
  const { verdict, held } = await judge(source, {
    read: (from) => timed(() => subject.read(from)),
    describe: (header, from) => timed(() => subject.describe(header, from)),
  })
  look()
  const { largest, bytes } = source.counts
  const isGreedy = largest > mostAtOnce || bytes > 3 * file.size + mostAtOnce
  const what = `asked for ${bytes} bytes of ${file.size}, ${largest} of them at once`
  // What the reader returned is part of what it takes: it must not be rubbish before the last look.
  return {
    verdict: isGreedy && verdict.kind !== 'finding' ? { kind: 'finding', what } : verdict,
    ms,
    bytes: highest - before,
    held,
  }
}

/** A reader that believes a length asks for it. */
const mostAtOnce = 2 ** 20

/** Of this thread alone: a busy machine takes no time from it. */
const processorMs = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

const used = (): number => {
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics()
  return heap + external
}

setFlagsFromString('--expose-gc')
const collect: unknown = runInNewContext('gc')
const alive = (): number => {
  // Buffers of the first round are given back while the second one runs.
  for (let round = 0; round < 2; round++) if (typeof collect === 'function') collect()
  return used()
}
