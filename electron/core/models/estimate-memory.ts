import { kvCacheBytes } from '../../engine/gguf/kv-cache-bytes.ts'
import type { ModelFacts } from '../../engine/gguf/model-facts.ts'

/** What the engine process takes beside the model: measured at about 120 MB with a tiny model on Linux. */
const engineBytes = 120e6
/** Working buffers for a batch of 512 grow with the width of the model: 512 × 4 bytes × a few tensors of that width. */
const bufferBytesPerWidth = 512 * 4 * 12

/**
 * Memory a model takes at a context of so many tokens, in bytes: file + KV cache + working buffers + the engine itself.
 * Null when the header lacks a number for it. An estimate: shown with "~".
 */
export function estimateMemory(facts: ModelFacts, fileBytes: number, contextTokens: number): number | null {
  if (facts.kvCache === null) return null
  const buffers = bufferBytesPerWidth * (facts.embeddingLength ?? 4096)
  return Math.round(fileBytes + kvCacheBytes(facts.kvCache, contextTokens) + buffers + engineBytes)
}
