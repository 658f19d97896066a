import type { LlamaContextSequence, Token } from 'node-llama-cpp'

/** A stop answers within a slice, so a slice takes no longer than this at the speed measured so far. */
const sliceMs = 600
const smallestSlice = 64
/** Also what a context takes at once: a smaller batch was measured to save neither memory nor time. */
export const largestSlice = 512

/** Learned from slice to slice and kept for the next prompt; null before the first. */
export type ReadingSpeed = { tokensPerSecond: number | null }

export function sliceSize(speed: ReadingSpeed): number {
  if (speed.tokensPerSecond === null) return smallestSlice
  const fitting = Math.floor((speed.tokensPerSecond * sliceMs) / 1000 / smallestSlice) * smallestSlice
  return Math.min(largestSlice, Math.max(smallestSlice, fitting))
}

export type ReadDeps = {
  sequence: Pick<LlamaContextSequence, 'evaluateWithoutGeneratingNewTokens'>
  speed: ReadingSpeed
  now(): number
  onProgress(done: number, total: number): void
  signal: AbortSignal
}

/**
 * Reads tokens into the context slice by slice: the binding itself can't be stopped while it reads. Answers whether all
 * was read; what was read before a stop stays in the context.
 */
export async function readPrompt(tokens: readonly Token[], deps: ReadDeps): Promise<boolean> {
  const { sequence, speed, now, onProgress, signal } = deps
  for (let done = 0; done < tokens.length;) {
    if (signal.aborted) return false
    const slice = tokens.slice(done, done + sliceSize(speed))
    const startedAt = now()
    await sequence.evaluateWithoutGeneratingNewTokens(slice)
    const took = Math.max(0.1, now() - startedAt)
    // A short slice says little about speed.
    if (slice.length >= smallestSlice) {
      const measured = (slice.length / took) * 1000
      speed.tokensPerSecond = speed.tokensPerSecond === null ? measured : (speed.tokensPerSecond + measured) / 2
    }
    done += slice.length
    onProgress(done, tokens.length)
  }
  return !signal.aborted
}
