const KiB = 1024
const MiB = 1024 * KiB

/**
 * What a header may ask of us. No real model comes near these; a hostile one declares 2^50 elements in 49 bytes.
 * The first five are those of `@huggingface/gguf`, tightened where llama.cpp is tighter.
 */
export const limits = {
  stringBytes: 10 * 1000 * 1000,
  keys: 65_536,
  tensors: 65_536,
  dims: 8,
  nesting: 4,
  /** Everything before the tensor data: metadata and tensor table. */
  headerBytes: 50 * 1000 * 1000,
  /** A key or a tensor name; the format says 65,535 and 64. */
  nameBytes: 65_535,
  /** A longer text value stays in the file and is kept as a place, not as text. */
  keptStringBytes: 256 * KiB,
  /** All names and texts kept of one header: this bounds memory. */
  keptTextBytes: 12 * MiB,
  alignment: 64 * KiB,
  /** A tensor larger than this, or beyond it, is nonsense and not a file that broke off. */
  plausibleFileBytes: 2 ** 44,
  /** Array elements decoded in one call, unless the caller asks for fewer. */
  decodedElements: 1_000_000,
} as const

/** Layers llama.cpp has room for (`LLAMA_MAX_LAYERS`). */
export const mostLayers = 512
