/** Things that need the one loaded model run one after another, in the order in which they were asked for. */
export type Slot = {
  /** `interrupted` aborts when the model must be given up. A job whose own signal aborts before its turn never runs. */
  run<T>(job: (interrupted: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T>
  /** Aborts the job that runs now; those that wait keep their place. */
  interrupt(): void
  busy(): boolean
}

export function createSlot(): Slot {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  let current: AbortController | null = null
  return {
    busy: () => waiting > 0,
    interrupt: () => current?.abort(),
    run(job, signal) {
      waiting++
      const turn = last.then(async () => {
        signal?.throwIfAborted()
        current = new AbortController()
        try {
          return await job(current.signal)
        } finally {
          current = null
        }
      })
      last = turn.then(
        () => void waiting--,
        () => void waiting--,
      )
      return turn
    },
  }
}
