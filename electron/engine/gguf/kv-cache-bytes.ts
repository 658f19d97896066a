export type KvCacheShape = {
  readonly recurrent: boolean
  /** Key/value heads of each layer. */
  readonly headsKv: readonly number[]
  readonly keyLength: number
  readonly valueLength: number
  /** Multi-head latent attention: keys hold the compressed state, values are views of it. */
  readonly latent: boolean
  /** Of a hybrid model, every n-th layer attends; the others keep a state of fixed size. */
  readonly attentionInterval: number | null
}

const bytesPerF16 = 2

/**
 * Bytes the cache grows by with each token of context, at f16:
 *
 *     Σ over attending layers of headsKv(layer) × (keyLength + valueLength) × 2
 *
 * from `n_embd_k_gqa` and `n_embd_v_gqa` (src/llama-hparams.cpp) and the two tensors a layer in src/llama-kv-cache.cpp, llama.cpp v0.4.0; latent
 * attention has no value tensor (`has_v = !is_mla`). An upper bound where layers share a cache or see only a window (Gemma 3): those stop growing.
 */
export function kvCacheBytesPerToken(shape: KvCacheShape): number {
  if (shape.recurrent) return 0
  const { attentionInterval: interval } = shape
  const width = shape.keyLength + (shape.latent ? 0 : shape.valueLength)
  const heads = shape.headsKv.reduce((sum, count, layer) => {
    const attends = interval === null || interval === 0 || (layer + 1) % interval === 0
    return attends ? sum + count : sum
  }, 0)
  return heads * width * bytesPerF16
}
