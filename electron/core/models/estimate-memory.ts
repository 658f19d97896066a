import { kvCacheBytes } from '../../engine/gguf/kv-cache-bytes.ts'
import type { ModelFacts } from '../../engine/gguf/model-facts.ts'
import { usualContext } from '../../engine/engine-protocol.ts'
import type { MemoryNeed } from '../memory-need.ts'

/** What the engine process takes beside the model: measured at about 120 MB with a tiny model on Linux. */
const engineBytes = 120e6
/** Working buffers for a batch of 512 grow with the width of the model: 512 × 4 bytes × a few tensors of that width. */
const bufferBytesPerWidth = 512 * 4 * 12

/**
 * Memory a model takes: file + KV cache + working buffers + the engine itself. Null when the header lacks a number for
 * it. An estimate: shown with "~".
 */
export function memoryNeed(facts: ModelFacts, fileBytes: number, context: number | 'auto'): MemoryNeed | null {
  const { kvCache } = facts
  if (kvCache === null) return null
  const buffers = bufferBytesPerWidth * (facts.embeddingLength ?? 4096)
  return {
    fileBytes,
    contextSize: context === 'auto' ? Math.min(facts.contextLength ?? usualContext, usualContext) : context,
    bytesAt: (tokens) => Math.round(fileBytes + kvCacheBytes(kvCache, tokens) + buffers + engineBytes),
  }
}
