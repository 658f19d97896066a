import { tinyBert } from './tiny-bert.ts'
import { tinyDeepSeek2 } from './tiny-deepseek2.ts'
import { tinyLfm2, tinyMamba, tinyQwen35 } from './tiny-recurrent.ts'
import {
  tinyGemma3,
  tinyLlama2,
  tinyLlama3,
  tinyPhi3,
  tinyQwen2,
  tinyQwen3,
  tinyQwen3Moe,
  tinyYi,
} from './tiny-transformers.ts'
import { writeGguf } from './write-gguf.ts'
import type { GgufSpec } from './write-gguf.ts'

/** One small random model of each kind of architecture that llama.cpp treats differently; the same each time. */
export const tinySpecs = {
  'llama-3': tinyLlama3,
  'llama-2': tinyLlama2,
  yi: tinyYi,
  qwen2: tinyQwen2,
  qwen3: tinyQwen3,
  qwen3moe: tinyQwen3Moe,
  deepseek2: tinyDeepSeek2,
  phi3: tinyPhi3,
  gemma3: tinyGemma3,
  mamba: tinyMamba,
  lfm2: tinyLfm2,
  qwen35: tinyQwen35,
  /** An embedding model; all others write text. */
  bert: tinyBert,
} satisfies Record<string, () => GgufSpec>

export type TinyModelName = keyof typeof tinySpecs

/** The same as files. */
export const tinyModels = Object.fromEntries(
  Object.entries(tinySpecs).map(([name, spec]) => [name, () => writeGguf(spec())]),
) as Record<TinyModelName, () => Uint8Array>
