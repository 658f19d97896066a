import { Worker } from 'node:worker_threads'
import type { Clock, Timer } from '../ports.ts'
import type { FromWorker, HeaderLook } from './gguf-worker.ts'

/** A header that takes longer than this is given up: a good one of 152,000 tokens takes 20 ms. */
const longestReadMs = 10_000
/** The thread itself; on a machine that is busy or waking up this takes seconds, and no file is to blame for it. */
const longestStartMs = 60_000
/** A folder is read in one go; between two goes the thread's memory is better given back. */
const idleMs = 5_000

/** What was read, or why nothing was: then little is known about the file, and another try may end differently. */
export type HeaderReading = { kind: 'read'; look: HeaderLook } | { kind: 'unread'; why: 'too-slow' | 'ended' }

export type HeaderReader = {
  /** Never throws: what can't be read has that as its problem. */
  look(file: string): Promise<HeaderReading>
  dispose(): void
}

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
  async function read(file: string): Promise<HeaderReading> {
    if (disposed) return { kind: 'unread', why: 'ended' }
    idle?.cancel()
    const isNew = worker === null
    const reader = (worker ??= start())
    const { promise, resolve } = Promise.withResolvers<HeaderReading>()
    const giveUp = () => resolve({ kind: 'unread', why: 'too-slow' })
    let timer = deps.clock.after(isNew ? longestStartMs : longestReadMs, giveUp)
    const onEnd = () => resolve({ kind: 'unread', why: 'ended' })
    const onMessage = (message: FromWorker) => {
      if (message.type === 'looked') return resolve({ kind: 'read', look: message.look })
      timer.cancel()
      timer = deps.clock.after(longestReadMs, giveUp)
    }
    reader.on('message', onMessage)
    reader.once('exit', onEnd)
    reader.postMessage(file)
    const reading = await promise
    timer.cancel()
    reader.off('message', onMessage)
    reader.off('exit', onEnd)
    if (disposed) return reading
    if (reading.kind === 'unread') end()
    else idle = deps.clock.after(idleMs, end)
    return reading
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
