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

/** Drawing takes this long of a frame before frames are left out: the browser needs the rest for layout and paint. */
const lightMs = 6
const mostFramesLeftOut = 2

export type FrameBatchesDeps = { atNextFrame: NextFrame; now: () => number }

const ofBrowser: FrameBatchesDeps = { atNextFrame: nextFrame, now: () => performance.now() }

/**
 * What came in since the last change, together: whatever the host sends, the page changes at most once a frame, and less
 * often where drawing is slow, so that scrolling and typing stay smooth.
 */
export async function* frameBatches<T>(
  source: AsyncIterable<T>,
  { atNextFrame, now }: FrameBatchesDeps = ofBrowser,
): AsyncGenerator<readonly T[], void, void> {
  let pending: T[] = []
  let ended = false
  let leftOut = 0
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
      for (let frames = 1 + leftOut; frames > 0; frames -= 1) await new Promise<void>((resolve) => atNextFrame(resolve))
      const batch = pending
      pending = []
      const before = now()
      yield batch
      // The reader goes on within the same turn; React draws in the microtask that the change has queued before this one.
      await Promise.resolve()
      leftOut = Math.min(mostFramesLeftOut, Math.floor((now() - before) / lightMs))
    }
    // Read by the other function, so the compiler cannot see that it may have changed.
    const failed = failure as { error: unknown } | null
    if (failed) throw failed.error
  } finally {
    void iterator.return?.()
  }
}
