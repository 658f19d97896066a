import type { GgufTensor } from './gguf-header.ts'
import { mostLayers } from './gguf-limits.ts'

/** Bytes of a model's tensors by where they are: what of it can lie on a graphics card, layer by layer. Of a split model, this file's part only. */
export type TensorSizes = {
  /** One for each layer that the header names, those that only predict further tokens among them. */
  readonly layers: readonly LayerSize[]
  /** The table of tokens. A model without an output matrix multiplies with it once more. */
  readonly input: number
  /** What makes scores of the last layer's result. */
  readonly output: number
  /** Everything else: encoders, layers that the header does not name, whatever an architecture has of its own. */
  readonly other: number
}

export type LayerSize = {
  readonly bytes: number
  /** Those of them that belong to the mixture's experts, of which each token needs a few. */
  readonly expertBytes: number
}

const layerName = /^blk\.(0|[1-9]\d{0,2})\./
const expertName = /_(?:ch)?exps(?:\.|$)/
const inputName = /^(?:per_layer_)?token_embd(?:_norm)?(?:\.|$)/
const outputName = /^output(?:_\w+)?(?:\.|$)/

export function tensorSizes(tensors: readonly GgufTensor[], layerCount: number | null): TensorSizes {
  const count = layerCount !== null && layerCount >= 0 && layerCount <= mostLayers ? layerCount : 0
  const layers = Array.from({ length: count }, () => ({ bytes: 0, expertBytes: 0 }))
  const outside = { input: 0, output: 0, other: 0 }
  for (const { name, bytes } of tensors) {
    const layer = layers[Number(layerName.exec(name)?.[1] ?? -1)]
    if (layer !== undefined) {
      layer.bytes += bytes
      if (expertName.test(name)) layer.expertBytes += bytes
    } else if (inputName.test(name)) outside.input += bytes
    else if (outputName.test(name)) outside.output += bytes
    else outside.other += bytes
  }
  return { layers, ...outside }
}
