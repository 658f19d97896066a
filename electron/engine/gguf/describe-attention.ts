import { mostLayers } from './gguf-limits.ts'
import { kvCacheOf } from './kv-cache-bytes.ts'
import type { AttendingLayer, KvCache } from './kv-cache-bytes.ts'
import type { AttentionFacts } from './model-facts.ts'
import { layerKind, stateLength } from './recurrent-layers.ts'
import type { HeaderNumber } from './recurrent-layers.ts'
import { slidingWindow } from './sliding-window.ts'

/** From the header, each list as it stands there: one number for all layers, or one for each. */
export type AttentionNumbers = {
  readonly architecture: string
  readonly layers: number | null
  readonly heads: readonly number[] | null
  readonly headsKv: readonly number[] | null
  readonly keyLength: number | null
  readonly valueLength: number | null
  readonly feedForward: readonly number[] | null
  readonly windowPattern: readonly number[] | null
  readonly recurrentLayers: readonly number[] | null
  readonly number: (key: string) => number | null
}

/** Their last layers attend with an earlier layer's keys and values. */
const layersWithOwnCache = (architecture: string, layers: number, number: HeaderNumber): number => {
  if (architecture === 'gemma3n') return 20
  return architecture === 'gemma4' ? layers - number('attention.shared_kv_layers') : layers
}

/** Layers that predict further tokens are left out of the cache by these; by others they are in it, used or not. */
const skipsPrediction = new Set(['step35', 'hy_v3', 'glm-dsa', 'mimo2', 'deepseek32', 'dots3note'])

/** Null where the header lacks a number for it. */
export function describeAttention(
  numbers: AttentionNumbers,
): { readonly attention: AttentionFacts; readonly kvCache: KvCache } | null {
  const { architecture, layers } = numbers
  if (layers === null || layers < 1 || layers > mostLayers) return null
  const number: HeaderNumber = (key) => numbers.number(key) ?? 0
  const trunk = layers - number('nextn_predict_layers')
  const headsKv = perLayer(numbers.headsKv)
  const window = slidingWindow({
    architecture,
    layers: trunk,
    tokens: numbers.number('attention.sliding_window'),
    pattern: numbers.windowPattern,
  })
  const kinds = Array.from({ length: layers }, (_, layer) =>
    layerKind(
      {
        architecture,
        layers: trunk,
        headsKv,
        feedForward: perLayer(numbers.feedForward),
        listed: numbers.recurrentLayers === null ? null : perLayer(numbers.recurrentLayers),
        interval: number('full_attention_interval') > 0 ? number('full_attention_interval') : null,
      },
      layer,
    ),
  )
  const withCache = layersWithOwnCache(architecture, layers, number)
  const attending = kinds.flatMap(({ attends }, layer): number[] =>
    attends && headsKv(layer) > 0 && !(skipsPrediction.has(architecture) && layer >= trunk) ? [layer] : [],
  )
  if (attending.length > 0 && (numbers.keyLength === null || numbers.valueLength === null)) return null
  const keyLength = numbers.keyLength ?? 0
  const valueLength = numbers.valueLength ?? 0
  const shapes = attending.map((layer): AttendingLayer & { ownCache: boolean } => {
    const windowed = window?.covers(layer) === true
    return {
      headsKv: headsKv(layer),
      keyLength: (windowed ? numbers.number('attention.key_length_swa') : null) ?? keyLength,
      valueLength: (windowed ? numbers.number('attention.value_length_swa') : null) ?? valueLength,
      windowed,
      ownCache: layer < withCache,
    }
  })
  const recurrent = kinds.filter((kind) => kind.recurrent).length
  const windowLayers = shapes.filter(({ windowed }) => windowed).length
  const latent = number('attention.key_length_mla') > 0 && number('attention.value_length_mla') > 0
  const kvCache = kvCacheOf({
    attending: shapes.filter(({ ownCache }) => ownCache),
    windowTokens: window?.tokens ?? 0,
    latent,
    stateLength: recurrent * stateLength(architecture, number, perLayer(numbers.heads)(0), keyLength),
  })
  if (!Object.values(kvCache).every((value) => Number.isSafeInteger(value) && value >= 0)) return null
  return {
    attention: {
      fullLayers: shapes.length - windowLayers,
      windowLayers,
      windowTokens: window?.tokens ?? null,
      recurrentLayers: recurrent,
      latent,
    },
    kvCache,
  }
}

/** One number counts for all layers. */
function perLayer(numbers: readonly number[] | null): (layer: number) => number {
  if (numbers === null) return () => 0
  const [only = 0] = numbers
  return numbers.length === 1 ? () => only : (layer) => numbers[layer] ?? 0
}
