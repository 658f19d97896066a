import { isRecurrent } from './architectures.ts'

/** What the header says about layers that keep a state of fixed size instead of a cache that grows. */
export type RecurrentNumbers = {
  readonly architecture: string
  /** Without those that only predict further tokens. */
  readonly layers: number
  /** Key/value heads of a layer. */
  readonly headsKv: (layer: number) => number
  readonly feedForward: (layer: number) => number
  /** `attention.recurrent_layers`; null where the file has no such list. */
  readonly listed: ((layer: number) => number) | null
  /** `full_attention_interval`: every n-th layer attends. */
  readonly interval: number | null
}

/** Both at once in every layer. */
const parallel = new Set(['falcon-h1'])

/** Layers without key/value heads are the recurrent ones. */
const byHeads = new Set([
  'jamba',
  'plamo2',
  'granitehybrid',
  'lfm2',
  'lfm2moe',
  'kimi-linear',
  'kimi-k3',
  'bailingmoe3',
])

/** Of the layers without key/value heads, those without a feed-forward either. */
const byHeadsAndFeedForward = new Set(['nemotron_h', 'nemotron_h_moe'])

/** Every n-th layer attends, and the file need not give the n. */
const byInterval = new Map([
  ['qwen3next', 4],
  ['qwen35', 4],
  ['qwen35moe', 4],
  ['qwen4exp', 4],
  ['minimax-01', 8],
])

/** Architectures that have both kinds of layers: `llm_arch_is_hybrid`, less DeepSeek 4, whose compressed attention is not described here. */
export const hybridArchitectures: readonly string[] = [
  ...parallel,
  ...byHeads,
  ...byHeadsAndFeedForward,
  ...byInterval.keys(),
]

export type LayerKind = { readonly attends: boolean; readonly recurrent: boolean }

/** From `load_arch_hparams` in src/models/ and the layer filters of `llama_model::create_memory`, llama.cpp v0.4.0. */
export function layerKind(numbers: RecurrentNumbers, layer: number): LayerKind {
  const { architecture, layers, listed } = numbers
  const isTrunk = layer < layers
  if (isRecurrent(architecture)) return { attends: false, recurrent: isTrunk }
  if (parallel.has(architecture)) return { attends: true, recurrent: isTrunk }
  if (byHeads.has(architecture)) return eitherWay(isTrunk && numbers.headsKv(layer) === 0)
  if (byHeadsAndFeedForward.has(architecture)) {
    const feeds = numbers.feedForward(layer) > 0
    return {
      attends: numbers.headsKv(layer) > 0 && !feeds,
      recurrent: isTrunk && numbers.headsKv(layer) === 0 && !feeds,
    }
  }
  const usual = byInterval.get(architecture)
  if (usual === undefined) return { attends: true, recurrent: false }
  if (!isTrunk) return { attends: false, recurrent: false }
  const interval = numbers.interval ?? usual
  return eitherWay(listed === null ? (layer + 1) % interval !== 0 : listed(layer) !== 0)
}

function eitherWay(recurrent: boolean): LayerKind {
  return { attends: !recurrent, recurrent }
}

/** One number of the header by its key, without the architecture's name in front; 0 where there is none. */
export type HeaderNumber = (key: string) => number

/** Numbers in the state of one recurrent layer: `n_embd_r` and `n_embd_s` of src/llama-hparams.cpp. */
export function stateLength(architecture: string, number: HeaderNumber, firstHeads: number, keyLength: number): number {
  const embedding = number('embedding_length')
  const kernel = number('ssm.conv_kernel')
  const rwkvHead = number('wkv.head_size')
  if (rwkvHead > 0) return embedding * (number('token_shift_count') || 2) + embedding * rwkvHead

  const shortConvolution = number('shortconv.l_cache')
  if (shortConvolution > 0) return embedding * (shortConvolution - 1)

  const deltaHead = number('kda.head_dim')
  if (deltaHead > 0) {
    const inner = firstHeads * deltaHead
    return 3 * (kernel > 0 ? kernel - 1 : 3) * inner + deltaHead * inner
  }
  if (architecture === 'minimax-01') return keyLength * keyLength * firstHeads

  const [inner, state] = [number('ssm.inner_size'), number('ssm.state_size')]
  return Math.max(kernel - 1, 0) * (inner + 2 * number('ssm.group_count') * state) + state * inner
}
