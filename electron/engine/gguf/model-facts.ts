import type { ModelKind } from './architectures.ts'
import type { KvCache } from './kv-cache-bytes.ts'
import type { TensorSizes } from './tensor-sizes.ts'

/** What a header says about a model, as plain data. Null: the file does not say. Of a split model, this file's part only. */
export type ModelFacts = {
  readonly name: string | null
  /** `general.architecture`, in llama.cpp's spelling. */
  readonly architecture: string | null
  readonly kind: ModelKind
  /** Elements of all tensors. */
  readonly parameters: number
  /** `Q4_K_M`, `F16`. */
  readonly quantisation: string | null
  /** The context the model was trained for. */
  readonly contextLength: number | null
  readonly layers: number | null
  readonly embeddingLength: number | null
  /** The largest of any layer. */
  readonly headCount: number | null
  readonly headCountKv: number | null
  readonly keyLength: number | null
  readonly valueLength: number | null
  readonly experts: ExpertFacts
  readonly vocabularySize: number | null
  /** `gpt2`, `llama`: the algorithm, not the vocabulary's origin. */
  readonly tokenizerModel: string | null
  readonly hasChatTemplate: boolean
  /** Null when there is none, or one longer than 256 KiB. */
  readonly chatTemplate: string | null
  readonly tensorCount: number
  /** Of all tensors. */
  readonly sizeBytes: number
  /** The same bytes by where they are. */
  readonly sizes: TensorSizes
  /** Null when the header lacks a number for it, or the model does not write text. */
  readonly attention: AttentionFacts | null
  /** What a context takes: `kvCacheBytes`. Null as `attention` is. */
  readonly kvCache: KvCache | null
  /** What the cache grows by with each token at f16, as long as no window is full. */
  readonly kvBytesPerToken: number | null
  readonly licence: string | null
  /** Which part of a split model this is, from 0. */
  readonly split: { readonly index: number; readonly count: number } | null
  /** Why the engine would abort or fail on it, in our own words; see `findAbortCause`. Means nothing for a kind other than `text`. */
  readonly abortCause: string | null
}

export type ExpertFacts = { readonly count: number; readonly used: number }

/** How the layers look back at earlier tokens. */
export type AttentionFacts = {
  /** Layers that attend to the whole context. */
  readonly fullLayers: number
  /** Layers that see only the last `windowTokens`. */
  readonly windowLayers: number
  readonly windowTokens: number | null
  /** Layers that keep a state of fixed size (Mamba, RWKV, delta nets, short convolutions). */
  readonly recurrentLayers: number
  /** Multi-head latent attention: keys and values are kept compressed (DeepSeek). */
  readonly latent: boolean
}
