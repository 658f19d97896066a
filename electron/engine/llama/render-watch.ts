import type { FromEngine } from '../engine-protocol.ts'
import type { MemoryGuard } from './memory-guard.ts'

/** Whatever runs a chat template goes through here, so that the app knows of it before it happens. */
export type RenderWatch = {
  run<T>(render: () => T): T
  /** Before the first template of a file runs: measures the machine, once, and has memory guarded. */
  prepare(): void
  /** No template of a file will run: the format in use is one that the binding knows. */
  relax(): void
}

export type RenderWatchDeps = {
  post(message: FromEngine): void
  now(): number
  guard: MemoryGuard
  /** Makes a format from a template that is known to be good. */
  renderGood(): void
}

/** A file's template is compared with the formats that the binding knows: with a good one up to ten times the work. */
const formatsCompared = 10

export function createRenderWatch({ post, now, guard, renderGood }: RenderWatchDeps): RenderWatch {
  let calibrationMs: number | null = null
  let depth = 0

  function begin(): void {
    if (depth++ > 0) return
    post({ type: 'rendering', calibrationMs: calibrationMs ?? 0 })
    guard.workBegins()
  }

  function end(): void {
    if (--depth > 0) return
    guard.workEnds()
    post({ type: 'rendered' })
  }

  return {
    run(render) {
      begin()
      try {
        return render()
      } finally {
        end()
      }
    },
    prepare() {
      guard.start()
      if (calibrationMs !== null) return
      const startedAt = now()
      renderGood()
      calibrationMs = (now() - startedAt) * formatsCompared
    },
    relax: guard.stop,
  }
}
