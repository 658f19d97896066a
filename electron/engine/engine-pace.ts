import type { EngineLimits } from './engine-life.ts'

/** What a request is busy with, as its messages tell. Before `started` an answer is being planned. */
export type WorkPhase = 'loading' | 'planning' | 'reading' | 'writing' | 'other'

/**
 * How fast this machine is with this model, and how long it may therefore take: a slow machine is not a hung one. Nothing
 * is carried over to the next model, which may be a hundred times as slow.
 */
export type Pace = {
  /** Another model; `bytes` is the size of its file, should anybody get to know it. */
  newModel(bytes: Promise<number>): void
  /** A slice of a prompt took so long. */
  slice(ms: number): void
  /** A token of an answer took so long. */
  token(ms: number): void
  /** From a cancel to the end of the process, when the request does not end. */
  cancelMs(phase: WorkPhase): number
  /** Seconds without any progress after which a request is hung, however often the engine says that it lives. */
  quietSeconds(phase: WorkPhase): number
  /** Seconds without any message at all. */
  silentSeconds(): number
}

/** 64 tokens, the smallest slice, at 20 tokens a second: what is expected of a slow machine before anything was measured. */
const slowSliceMs = 3_200
const slicesToCancel = 4
/** Between two signs of progress, times what they took lately: a machine under load has its moments. */
const usualGaps = 20
/**
 * A model that cannot go back in its context reads all of it again before `started`: 8,192 tokens are so many of the
 * smallest slices.
 */
const slicesOfContext = 128
/**
 * The system may drop a mapped file from memory at any time; then the next token waits until what it needs was read again,
 * at worst all of it, from a slow disk. The same goes for loading.
 */
const diskBytesPerSecond = 50e6
/** An outlier is forgotten after some twenty better values. */
const fading = 0.9

export function createPace(limits: EngineLimits): Pace {
  let model = 0
  let slice: number | null = null
  let token: number | null = null
  let rereadSeconds = 0

  const longest = (before: number | null, ms: number): number => Math.max(ms, (before ?? 0) * fading)

  /** A token never takes longer than a slice did. */
  const step = (phase: WorkPhase): number | null => (phase === 'writing' ? (token ?? slice) : slice)

  function quietSeconds(phase: WorkPhase): number {
    const ms = step(phase)
    if (ms === null || phase === 'loading' || phase === 'other') return limits.quietSeconds + rereadSeconds
    const scaled = (ms * (phase === 'planning' ? slicesOfContext : usualGaps)) / 1000
    const floor = phase === 'planning' ? limits.quietSeconds : limits.measuredQuietSeconds
    return Math.max(floor, scaled) + rereadSeconds
  }

  return {
    newModel(bytes) {
      const mine = ++model
      slice = null
      token = null
      rereadSeconds = 0
      bytes.then(
        (size) => {
          if (mine === model) rereadSeconds = size / diskBytesPerSecond
        },
        // A file that is not there is told by the load itself.
        () => undefined,
      )
    },
    slice: (ms) => void (slice = longest(slice, ms)),
    token: (ms) => void (token = longest(token, ms)),
    cancelMs(phase) {
      // Ending a process that loads costs nothing but its start.
      if (phase === 'loading' || phase === 'other') return limits.cancelMs
      return Math.max(limits.cancelMs, slicesToCancel * (step(phase) ?? slowSliceMs))
    },
    quietSeconds,
    // A machine that needs half a minute for a token is short of memory, and the heartbeat is late with all the rest.
    silentSeconds: () => Math.max(limits.silentSeconds, (slicesToCancel * Math.max(slice ?? 0, token ?? 0)) / 1000),
  }
}
