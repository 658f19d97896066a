/** What the header says about windows: `attention.sliding_window` and its pattern, one number for all layers or one for each. */
export type WindowNumbers = {
  readonly architecture: string
  /** Without those that only predict further tokens. */
  readonly layers: number
  readonly tokens: number | null
  readonly pattern: readonly number[] | null
}

/** Layers that see only the last `tokens` tokens, so that their cache stops growing there. */
export type SlidingWindow = { readonly tokens: number; readonly covers: (layer: number) => boolean }

type Rule = {
  /** Every n-th layer sees everything, unless the file gives another n. Null: the file lists the layers. */
  readonly period: number | null
  /** That layer is the first of each n, and not the last. */
  readonly fullFirst?: boolean
  /** A list of layers in the file counts as well. */
  readonly listed?: boolean
  /** The window where the file does not say. */
  readonly tokens?: number
  /** The window whatever the file says. */
  readonly fixedTokens?: number
  /** A file without the key has a window all the same. */
  readonly always?: boolean
}

/**
 * From `load_arch_hparams` in src/models/ of llama.cpp v0.4.0. Other architectures may name a window (Phi-3, Mistral), and llama.cpp attends to
 * everything.
 */
export const windowRules: Readonly<Record<string, Rule>> = {
  afmoe: { period: 4 },
  cohere2: { period: 4 },
  cohere2moe: { period: 4, fullFirst: true, listed: true },
  'exaone-moe': { period: 4 },
  exaone4: { period: 4, tokens: 4096 },
  gemma2: { period: 2, tokens: 4096 },
  gemma3: { period: 6 },
  gemma3n: { period: 5 },
  laguna: { period: 4, fullFirst: true },
  llama4: { period: 4, fixedTokens: 8192, always: true },
  mellum: { period: 4, listed: true },
  'muse-glimmer': { period: 4, listed: true },
  olmo2: { period: 4 },
  'gpt-oss': { period: 2 },
  plamo3: { period: 8 },
  smallthinker: { period: 4, fullFirst: true, fixedTokens: 4096 },
  gemma4: { period: null },
  granite_swa: { period: null },
  mimo2: { period: null },
  step35: { period: null },
  dots3note: { period: null },
  // Each layer that attends.
  lfm2: { period: 0 },
}

const rulesByName = new Map(Object.entries(windowRules))

/** Null where every layer sees everything. */
export function slidingWindow({ architecture, layers, tokens, pattern }: WindowNumbers): SlidingWindow | null {
  const rule = rulesByName.get(architecture)
  if (rule === undefined || tokens === 0) return null
  // Only the 32B model of the two.
  if (architecture === 'exaone4' && layers !== 64) return null
  if (tokens === null && rule.tokens === undefined && rule.always !== true) return null
  const seen = rule.fixedTokens ?? tokens ?? rule.tokens ?? 0
  const list = pattern !== null && pattern.length > 1 ? pattern : null
  if (rule.period === null || (rule.listed === true && list !== null)) {
    const [everywhere = 0] = pattern ?? []
    return { tokens: seen, covers: (layer) => layer < layers && (list?.[layer] ?? everywhere) !== 0 }
  }
  // A list where one number is expected is passed over.
  const period = list === null ? (pattern?.[0] ?? rule.period) : rule.period
  const full = rule.fullFirst === true ? 0 : period - 1
  return { tokens: seen, covers: (layer) => layer < layers && (period === 0 || layer % period !== full) }
}
