import { AppError } from '../../contract/errors.ts'

/** Things that need the one loaded model run one after another, in the order in which they were asked for. */
export type Slot = {
  /**
   * `interrupted` aborts when the model must be given up. A job whose own signal aborts before its turn never runs: it
   * rejects with the signal's reason at once, however long what runs before it still takes. Rejects with `QUEUE_FULL`
   * when too many wait already.
   */
  run<T>(job: SlotJob<T>, signal?: AbortSignal): Promise<T>
  /** The same for a job that nobody waits for in person: it takes no place of those that are counted. */
  aside<T>(job: SlotJob<T>): Promise<T>
  /** Aborts the job that runs now and takes the next turn, before those that wait. */
  takeOver<T>(job: SlotJob<T>): Promise<T>
  /** Aborts the job that runs now; those that wait keep their place. */
  interrupt(): void
  /** Something runs, or waits for its turn. */
  busy(): boolean
}

export type SlotJob<T> = (interrupted: AbortSignal) => Promise<T>

type Entry = { begin(): Promise<void>; counts: boolean }

export function createSlot({ mostWaiting }: { mostWaiting: number }): Slot {
  const waiting: Entry[] = []
  let current: AbortController | null = null
  let running = false

  async function work(): Promise<void> {
    if (running) return
    running = true
    for (let next = waiting.shift(); next; next = waiting.shift()) await next.begin()
    running = false
  }

  function enter<T>(job: SlotJob<T>, kind: 'asked' | 'aside' | 'first', signal?: AbortSignal): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    const giveUp = (): void => {
      waiting.splice(waiting.indexOf(entry), 1)
      reject(signal?.reason)
    }
    const entry: Entry = {
      counts: kind === 'asked',
      async begin() {
        signal?.removeEventListener('abort', giveUp)
        current = new AbortController()
        try {
          const result = await job(current.signal)
          current = null
          resolve(result)
        } catch (error) {
          current = null
          reject(error)
        }
      },
    }
    if (kind === 'first') waiting.unshift(entry)
    else waiting.push(entry)
    if (signal?.aborted) giveUp()
    else signal?.addEventListener('abort', giveUp, { once: true })
    // Not before whoever asked has what they were given.
    queueMicrotask(() => void work())
    return promise
  }

  return {
    busy: () => current !== null || waiting.length > 0,
    interrupt: () => current?.abort(),
    run(job, signal) {
      const count = waiting.filter(({ counts }) => counts).length
      // Where nothing runs yet, the first of them does not wait.
      if (count < mostWaiting + (running ? 0 : 1)) return enter(job, 'asked', signal)
      return Promise.reject(new AppError('QUEUE_FULL', `${count} wait already`, { data: { waiting: count } }))
    },
    aside: (job) => enter(job, 'aside'),
    takeOver(job) {
      current?.abort()
      return enter(job, 'first')
    },
  }
}
