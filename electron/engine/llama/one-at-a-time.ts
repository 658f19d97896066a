import type { FromEngine } from '../engine-protocol.ts'

/** Requests that exclude each other: loading, unloading and answering. */
export type OneAtATime = {
  /**
   * Does the work and posts the message that it comes to. By then the engine is free: whoever reads that message may ask
   * for the next thing at once. A request that comes earlier is refused.
   */
  run(id: number, work: (signal: AbortSignal) => Promise<FromEngine>): void
  cancel(id: number): void
}

/** `failed`: what a failure comes to that the work did not see to itself. */
export function createOneAtATime(
  post: (message: FromEngine) => void,
  failed: (id: number, error: unknown) => FromEngine,
): OneAtATime {
  let running: { id: number; controller: AbortController } | null = null
  return {
    run(id, work) {
      if (running) {
        return post({ type: 'failed', id, error: { code: 'ENGINE_BUSY', message: 'Another request is under way' } })
      }
      const controller = new AbortController()
      running = { id, controller }
      void work(controller.signal)
        .catch((error: unknown) => failed(id, error))
        .then((last) => {
          running = null
          post(last)
        })
    },
    cancel(id) {
      if (running?.id === id) running.controller.abort()
    },
  }
}
