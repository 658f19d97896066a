/** Calls back at the next frame, or after a while where there are no frames (a page in the background). */
export type NextFrame = (run: () => void) => void

const backgroundMs = 250

export const nextFrame: NextFrame = (run) => {
  let done = false
  const once = (): void => {
    if (done) return
    done = true
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    run()
  }
  const frame = requestAnimationFrame(once)
  const timer = setTimeout(once, backgroundMs)
}

/** What came in since the last frame, together: whatever the host sends, the page changes once a frame. */
export async function* frameBatches<T>(
  source: AsyncIterable<T>,
  atNextFrame: NextFrame = nextFrame,
): AsyncGenerator<readonly T[], void, void> {
  let pending: T[] = []
  let ended = false
  let failure: { error: unknown } | null = null
  let wake: (() => void) | null = null
  const changed = (): void => wake?.()

  const iterator = source[Symbol.asyncIterator]()
  const read = async (): Promise<void> => {
    try {
      for (let step = await iterator.next(); step.done !== true; step = await iterator.next()) {
        pending.push(step.value)
        changed()
      }
    } catch (error) {
      failure = { error }
    }
    ended = true
    changed()
  }
  void read()

  try {
    for (;;) {
      if (pending.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve))
      wake = null
      if (pending.length === 0) break
      await new Promise<void>((resolve) => atNextFrame(resolve))
      const batch = pending
      pending = []
      yield batch
    }
    // Read by the other function, so the compiler cannot see that it may have changed.
    const failed = failure as { error: unknown } | null
    if (failed) throw failed.error
  } finally {
    void iterator.return?.()
  }
}
