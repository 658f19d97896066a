/** Things that need the one loaded model run one after another, in the order in which they were asked for. */
export type Slot = {
  /**
   * `interrupted` aborts when the model must be given up. A job whose own signal aborts before its turn never runs: it
   * rejects with the signal's reason at once, however long what runs before it still takes.
   */
  run<T>(job: (interrupted: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T>
  /** Aborts the job that runs now; those that wait keep their place. */
  interrupt(): void
  /** Something runs, or waits for its turn. */
  busy(): boolean
}

export function createSlot(): Slot {
  let last: Promise<void> = Promise.resolve()
  let waiting = 0
  let current: AbortController | null = null

  async function take<T>(job: (interrupted: AbortSignal) => Promise<T>): Promise<T> {
    current = new AbortController()
    try {
      return await job(current.signal)
    } finally {
      current = null
      waiting--
    }
  }
  return {
    busy: () => waiting > 0,
    interrupt: () => current?.abort(),
    run<T>(job: (interrupted: AbortSignal) => Promise<T>, signal?: AbortSignal) {
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      let givenUp = false
      waiting++
      const giveUp = () => {
        givenUp = true
        waiting--
        reject(signal?.reason)
      }
      if (signal?.aborted) giveUp()
      else signal?.addEventListener('abort', giveUp, { once: true })
      last = last.then(async () => {
        signal?.removeEventListener('abort', giveUp)
        if (!givenUp) await take(job).then(resolve, reject)
      })
      return promise
    },
  }
}
