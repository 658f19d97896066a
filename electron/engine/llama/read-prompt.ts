import type { LlamaContextSequence, Token } from 'node-llama-cpp'

/** A stop answers within a slice, so a slice takes no longer than this at the speed measured so far. */
const sliceMs = 600
export const smallestSlice = 64
export const largestSlice = 512

/** Tokens per millisecond, learned from slice to slice and kept for the next prompt. */
export type ReadingSpeed = { tokensPerMs: number | null }

/** `largest`: what the context takes at once. */
export function sliceSize(speed: ReadingSpeed, largest = largestSlice): number {
  if (speed.tokensPerMs === null) return smallestSlice
  const fitting = Math.floor((speed.tokensPerMs * sliceMs) / smallestSlice) * smallestSlice
  return Math.min(largest, Math.max(smallestSlice, fitting))
}

export type ReadDeps = {
  sequence: Pick<LlamaContextSequence, 'evaluateWithoutGeneratingNewTokens'>
  speed: ReadingSpeed
  largestSlice: number
  now(): number
  onProgress(done: number, total: number): void
  signal: AbortSignal
}

/**
 * Reads tokens into the context slice by slice: the binding itself can't be stopped while it reads. Answers whether all
 * was read; what was read before a stop stays in the context.
 */
export async function readPrompt(tokens: readonly Token[], deps: ReadDeps): Promise<boolean> {
  const { sequence, speed, largestSlice: largest, now, onProgress, signal } = deps
  for (let done = 0; done < tokens.length;) {
    if (signal.aborted) return false
    const slice = tokens.slice(done, done + sliceSize(speed, largest))
    const startedAt = now()
    await sequence.evaluateWithoutGeneratingNewTokens(slice)
    const took = Math.max(0.1, now() - startedAt)
    // A short slice says little about speed.
    if (slice.length >= smallestSlice) {
      const measured = slice.length / took
      speed.tokensPerMs = speed.tokensPerMs === null ? measured : (speed.tokensPerMs + measured) / 2
    }
    done += slice.length
    onProgress(done, tokens.length)
  }
  return !signal.aborted
}
