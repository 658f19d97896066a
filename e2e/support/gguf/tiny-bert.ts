import { architectureSpec, attention, embedding, feedForward } from './architecture-spec.ts'
import { createRandomTensors } from './random-tensors.ts'
import { wordPiece } from './vocabularies.ts'
import { float32 } from './write-gguf.ts'
import type { GgufSpec } from './write-gguf.ts'

const layers = 2
const heads = 4
const contextLength = 128

/** An embedding model: it turns a text into a vector and writes nothing. */
export function tinyBert(): GgufSpec {
  const vocabulary = wordPiece()
  const tensors = createRandomTensors(1)
  const norm = (name: string): void => {
    tensors.vector(`${name}.weight`, embedding, 1)
    tensors.vector(`${name}.bias`, embedding, 0)
  }
  tensors.weights('token_embd.weight', [embedding, vocabulary.size])
  tensors.weights('token_types.weight', [embedding, 2])
  tensors.weights('position_embd.weight', [embedding, contextLength], { exact: true })
  norm('token_embd_norm')
  for (let layer = 0; layer < layers; layer++) {
    const block = `blk.${layer}.`
    attention(tensors, block, { heads, headsKv: heads, headLength: embedding / heads, bias: true })
    norm(`${block}attn_output_norm`)
    tensors.weights(`${block}ffn_up.weight`, [embedding, feedForward])
    tensors.weights(`${block}ffn_down.weight`, [feedForward, embedding])
    norm(`${block}layer_output_norm`)
  }
  return architectureSpec({
    architecture: 'bert',
    name: 'Tiny BERT',
    contextLength,
    layers,
    vocabulary,
    tensors,
    keys: {
      'attention.head_count': heads,
      'attention.layer_norm_epsilon': float32(1e-12),
      'attention.causal': { type: 'bool', value: false },
      pooling_type: 1,
    },
  })
}
