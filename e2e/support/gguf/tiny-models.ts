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

/** One small random model of each kind of architecture that llama.cpp treats differently; the same bytes each time. */
export const tinyModels = {
  'llama-3': () => writeGguf(tinyLlama3()),
  'llama-2': () => writeGguf(tinyLlama2()),
  yi: () => writeGguf(tinyYi()),
  qwen2: () => writeGguf(tinyQwen2()),
  qwen3: () => writeGguf(tinyQwen3()),
  qwen3moe: () => writeGguf(tinyQwen3Moe()),
  deepseek2: () => writeGguf(tinyDeepSeek2()),
  phi3: () => writeGguf(tinyPhi3()),
  gemma3: () => writeGguf(tinyGemma3()),
  mamba: () => writeGguf(tinyMamba()),
  lfm2: () => writeGguf(tinyLfm2()),
  qwen35: () => writeGguf(tinyQwen35()),
  /** An embedding model; all others write text. */
  bert: () => writeGguf(tinyBert()),
} satisfies Record<string, () => Uint8Array>

export type TinyModelName = keyof typeof tinyModels
