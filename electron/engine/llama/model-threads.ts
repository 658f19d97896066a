import { createThreadTuner } from './thread-tuner.ts'

/** How many threads llama.cpp works with, from one piece of work to the next. Reading is computing and takes all. */
export type ModelThreads = {
  reading(): void
  writing(): void
  /** So many tokens were written in so many milliseconds since the last call, or since `writing`. */
  wrote(tokens: number, ms: number): void
  /** With how many writing is fastest, once that was looked for and found. */
  found(): number | null
}

/** `candidates`: to be tried in this order; one alone is taken as it is. `known`: the first was found before. */
export function createModelThreads(
  set: (threads: number) => void,
  most: number,
  candidates: readonly number[],
  known = false,
): ModelThreads {
  const tuner = createThreadTuner(candidates, { known })
  return {
    reading: () => set(most),
    writing() {
      tuner.interrupt()
      set(tuner.threads())
    },
    wrote(tokens, ms) {
      const before = tuner.threads()
      tuner.wrote(tokens, ms)
      if (tuner.threads() !== before) set(tuner.threads())
    },
    found: () => (candidates.length > 1 ? tuner.found() : null),
  }
}
