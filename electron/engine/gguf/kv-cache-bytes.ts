/** What a model keeps between tokens, at f16 for keys and values and at f32 for states; see `kvCacheBytes`. */
export type KvCache = {
  /** Layers that attend to the whole context: bytes they grow by with each token of it. */
  readonly bytesPerToken: number
  /** Layers that see only a window: the same, as far as the window goes. */
  readonly windowBytesPerToken: number
  readonly windowTokens: number
  /** States of recurrent layers, which do not grow. */
  readonly stateBytes: number
}

export type AttendingLayer = {
  readonly headsKv: number
  readonly keyLength: number
  readonly valueLength: number
  readonly windowed: boolean
}

export type KvCacheShape = {
  readonly attending: readonly AttendingLayer[]
  readonly windowTokens: number
  /** Multi-head latent attention: keys hold the compressed state, values are views of it. */
  readonly latent: boolean
  /** Of all recurrent layers together. */
  readonly stateLength: number
}

const bytesPerF16 = 2
const bytesPerF32 = 4

/** Cells are made in multiples of this. */
const cellPadding = 256

/** The binding reads a prompt in batches of 512, and makes one cell more for models with a window. */
const usualBatch = 513

/**
 * A layer keeps `headsKv × (keyLength + valueLength)` numbers of each token: `n_embd_k_gqa` and `n_embd_v_gqa` (src/llama-hparams.cpp) and the two
 * tensors a layer in src/llama-kv-cache.cpp, llama.cpp v0.4.0; latent attention has no value tensor (`has_v = !is_mla`).
 */
export function kvCacheOf({ attending, windowTokens, latent, stateLength }: KvCacheShape): KvCache {
  const bytes = (windowed: boolean): number =>
    attending
      .filter((layer) => layer.windowed === windowed)
      .reduce((sum, layer) => sum + layer.headsKv * (layer.keyLength + (latent ? 0 : layer.valueLength)), 0) *
    bytesPerF16
  return {
    bytesPerToken: bytes(false),
    windowBytesPerToken: bytes(true),
    windowTokens,
    stateBytes: stateLength * bytesPerF32,
  }
}

/**
 * Bytes that llama.cpp sets aside for one conversation of up to so many tokens:
 *
 *     bytesPerToken × cells + windowBytesPerToken × min(cells, window + batch) + stateBytes
 *
 * with cells in multiples of 256 (`llama_kv_cache_iswa`). Not in it: the extra keys of sparse attention (DeepSeek 3.2, GLM with DSA, MiniMax M3).
 */
export function kvCacheBytes(cache: KvCache, contextTokens: number, batchTokens: number = usualBatch): number {
  const cells = padded(contextTokens)
  const windowCells = padded(Math.min(cells, cache.windowTokens + batchTokens))
  return cache.bytesPerToken * cells + cache.windowBytesPerToken * windowCells + cache.stateBytes
}

function padded(cells: number): number {
  return Math.ceil(cells / cellPadding) * cellPadding
}
