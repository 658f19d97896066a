import type { EngineState, LoadedModel } from '../../contract/engine.ts'
import type { Clock } from '../ports.ts'
import type { Topic } from '../topic.ts'

/** The status strip is read by people: four values a second are enough. */
const reportEveryMs = 250

export type WorkReporter = { reading(share: number): void; answering(tokens: number): void; idle(): void }

/** Shows what the engine does with the model, at most four times a second. Speed counts from the first token on. */
export function createWorkReporter(state: Topic<EngineState>, loaded: LoadedModel, clock: Clock): WorkReporter {
  let lastReport = Number.NEGATIVE_INFINITY
  let first: { at: number; tokens: number } | null = null
  const due = (): boolean => {
    if (clock.monotonic() - lastReport < reportEveryMs) return false
    lastReport = clock.monotonic()
    return true
  }
  return {
    reading(share) {
      if (due()) state.set({ phase: 'ready', loaded, work: { kind: 'reading', share } })
    },
    answering(tokens) {
      first ??= { at: clock.monotonic(), tokens }
      const seconds = (clock.monotonic() - first.at) / 1000
      if (seconds > 0 && due()) {
        const tokensPerSecond = (tokens - first.tokens) / seconds
        state.set({ phase: 'ready', loaded, work: { kind: 'answering', tokensPerSecond } })
      }
    },
    idle() {
      const now = state.get()
      if (now.phase === 'ready') state.set({ ...now, work: { kind: 'idle' } })
    },
  }
}
