import { Worker } from 'node:worker_threads'

/** Ends the process when its memory grows too much within one piece of work, which keeps the thread to itself. */
export type MemoryGuard = {
  /** From here on work is guarded; takes a tenth of a second, in a thread of its own. */
  start(): void
  /** Gives back the ten megabytes that the thread takes. */
  stop(): void
  workBegins(): void
  workEnds(): void
}

/** A good template takes some dozens of megabytes with the longest chat, and V8 is slow to give back what is garbage. */
const mostGrowthBytes = 2 ** 30

/**
 * As text: a file of its own would have to be found inside a package's archive. The number in shared memory is odd while
 * work is under way; until it changes the thread sleeps.
 */
const guard = `
  const { writeSync } = require('node:fs')
  const { workerData: { turns, mostGrowthBytes } } = require('node:worker_threads')
  const rss = process.memoryUsage.rss
  for (;;) {
    const turn = Atomics.load(turns, 0)
    if (turn % 2 === 0) Atomics.wait(turns, 0, turn)
    else {
      const before = rss()
      while (Atomics.wait(turns, 0, turn, 50) === 'timed-out') {
        if (rss() - before < mostGrowthBytes) continue
        writeSync(2, 'The chat template took more than ' + mostGrowthBytes + ' bytes of memory\\n')
        process.kill(process.pid, 'SIGKILL')
      }
    }
  }`

export function createMemoryGuard(): MemoryGuard {
  const turns = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  let thread: Worker | null = null

  function next(): void {
    Atomics.add(turns, 0, 1)
    Atomics.notify(turns, 0)
  }

  return {
    start() {
      if (thread) return
      thread = new Worker(guard, {
        eval: true,
        workerData: { turns, mostGrowthBytes },
        env: {},
        execArgv: [],
        // The code range is address space; a thread that cannot have it ends the process.
        resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, codeRangeSizeMb: 4, stackSizeMb: 1 },
      })
      thread.unref()
      // Without it the time limit still holds, which the app keeps.
      thread.on('error', () => undefined)
    },
    stop() {
      void thread?.terminate()
      thread = null
    },
    workBegins: next,
    workEnds: next,
  }
}
