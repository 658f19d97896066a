import { Worker } from 'node:worker_threads'
import type { Clock } from '../ports.ts'
import type { HeaderLook } from './gguf-worker.ts'

/** A header that takes longer than this is taken for damaged: a good one of 152,000 tokens takes 20 ms. */
const longestReadMs = 10_000

export type HeaderReader = (file: string) => Promise<HeaderLook>

const damaged = (why: string): HeaderLook => ({
  facts: null,
  problem: { code: 'MODEL_DAMAGED', message: 'The header could not be read', data: { why } },
})

/** Reads headers in a worker thread of its own each, with a small heap and a time limit. Never throws. */
export function createHeaderReader(deps: { workerFile: string; clock: Clock }): HeaderReader {
  return (file) =>
    new Promise((resolve) => {
      const worker = new Worker(deps.workerFile, {
        workerData: { file },
        resourceLimits: { maxOldGenerationSizeMb: 256 },
        env: {},
        execArgv: [],
      })
      const settle = (look: HeaderLook) => {
        timer.cancel()
        void worker.terminate()
        resolve(look)
      }
      const timer = deps.clock.after(longestReadMs, () => settle(damaged('too slow')))
      worker.once('message', settle)
      worker.once('error', (error) => settle(damaged(error.name)))
      worker.once('exit', () => settle(damaged('ended early')))
    })
}
