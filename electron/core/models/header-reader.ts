import { Worker } from 'node:worker_threads'
import type { Clock, Timer } from '../ports.ts'
import type { HeaderLook } from './gguf-worker.ts'

/** A header that takes longer than this is taken for damaged: a good one of 152,000 tokens takes 20 ms. */
const longestReadMs = 10_000
/** A folder is read in one go; between two goes the thread's memory is better given back. */
const idleMs = 5_000

export type HeaderReader = {
  /** Never throws: what can't be read has that as its problem. */
  look(file: string): Promise<HeaderLook>
  dispose(): void
}

const damaged = (why: string): HeaderLook => ({
  facts: null,
  problem: { code: 'MODEL_DAMAGED', message: 'The header could not be read', data: { why } },
})

/** Reads headers one after another in a worker thread with a small heap; one that hangs or dies costs its file only. */
export function createHeaderReader(deps: { workerFile: string; clock: Clock }): HeaderReader {
  let worker: Worker | null = null
  let idle: Timer | null = null
  let last: Promise<unknown> = Promise.resolve()
  let disposed = false

  function end(): void {
    idle?.cancel()
    void worker?.terminate()
    worker = null
  }
  function start(): Worker {
    const started = new Worker(deps.workerFile, {
      resourceLimits: { maxOldGenerationSizeMb: 256 },
      env: {},
      execArgv: [],
    })
    // The app may close while the thread waits for work.
    started.unref()
    started.on('error', () => {})
    return started
  }
  async function read(file: string): Promise<HeaderLook> {
    if (disposed) return damaged('ended early')
    idle?.cancel()
    const reader = (worker ??= start())
    const { promise, resolve } = Promise.withResolvers<HeaderLook>()
    const onEnd = () => resolve(damaged('ended early'))
    const timer = deps.clock.after(longestReadMs, () => resolve(damaged('too slow')))
    reader.once('message', resolve)
    reader.once('exit', onEnd)
    reader.postMessage(file)
    const look = await promise
    timer.cancel()
    reader.off('message', resolve)
    reader.off('exit', onEnd)
    if (disposed) return look
    if (look.problem?.data?.['why'] === 'too slow' || look.problem?.data?.['why'] === 'ended early') end()
    else idle = deps.clock.after(idleMs, end)
    return look
  }
  return {
    look(file) {
      const turn = last.then(() => read(file))
      last = turn
      return turn
    },
    dispose() {
      disposed = true
      end()
    },
  }
}
