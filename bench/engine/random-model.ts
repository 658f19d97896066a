import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createRandom } from '../../e2e/support/gguf/random.ts'
import { chatMl } from '../../e2e/support/gguf/tiny-tokenizer.ts'
import { float32, list, text, uint32, writeGguf, type GgufPair } from '../../e2e/support/gguf/write-gguf.ts'
import { createVocabulary } from './random-vocabulary.ts'

/** Weights at random: how fast a model is does not depend on what it says. */
export type RandomModel = {
  name: string
  width: number
  feedForward: number
  layers: number
  heads: number
  headsKv: number
  vocabulary: number
  context: number
  /** Of the matrices in the layers; the embedding, which is the output too, is Q8_0 always, as quantisers keep it. */
  type: 'q8_0' | 'q4_0'
}

/** The shape of Qwen2.5 0.5B. */
const half = { width: 896, feedForward: 4864, layers: 24, heads: 14, headsKv: 2, vocabulary: 151_936, context: 32_768 }
export const models = {
  q8: { ...half, name: 'Random 0.5B', type: 'q8_0' },
  q4: { ...half, name: 'Random 0.5B', type: 'q4_0' },
  small: {
    name: 'Random 1M',
    width: 128,
    feedForward: 384,
    layers: 3,
    heads: 4,
    headsKv: 2,
    vocabulary: 3072,
    context: 4096,
    type: 'q8_0',
  },
} as const satisfies Record<string, RandomModel>

/** ids, bytes of a block of 32 weights, and the standard deviation of a block's integers before they are scaled. */
const kinds = { f32: { id: 0 }, q4_0: { id: 2, bytes: 18, spread: 4.61 }, q8_0: { id: 8, bytes: 34, spread: 73.3 } }

type Matrix = {
  name: string
  dims: readonly number[]
  kind: keyof typeof kinds
  value?: number
  zeroRow?: (row: number) => boolean
}

/** Writes the model into the folder, or finds it there. */
export function randomModel(model: RandomModel, folder: string): string {
  const file = join(folder, `${model.name.toLowerCase().replaceAll(' ', '-')}-${model.type}.gguf`)
  if (existsSync(file)) return file
  mkdirSync(folder, { recursive: true })
  const vocabulary = createVocabulary(model.vocabulary)
  const matrices = qwen2(model, vocabulary.isWord)
  let at = 0
  const tensors = matrices.map(({ name, dims, kind }) => {
    const offset = at
    at += Math.ceil(bytesOf(dims, kind) / 32) * 32
    return { name, dims, type: kinds[kind].id, data: new Uint8Array(0), offset }
  })
  const descriptor = openSync(`${file}.new`, 'w')
  writeSync(descriptor, writeGguf({ metadata: metadata(model, vocabulary), tensors }))
  for (const matrix of matrices) writeSync(descriptor, weights(matrix))
  closeSync(descriptor)
  renameSync(`${file}.new`, file)
  return file
}

function metadata(model: RandomModel, { tokens, merges, isWord }: ReturnType<typeof createVocabulary>): GgufPair[] {
  const first = tokens.length - 3
  return [
    ['general.architecture', text('qwen2')],
    ['general.type', text('model')],
    ['general.name', text(model.name)],
    ['general.file_type', uint32(model.type === 'q8_0' ? 7 : 2)],
    ['qwen2.context_length', uint32(model.context)],
    ['qwen2.embedding_length', uint32(model.width)],
    ['qwen2.block_count', uint32(model.layers)],
    ['qwen2.feed_forward_length', uint32(model.feedForward)],
    ['qwen2.attention.head_count', uint32(model.heads)],
    ['qwen2.attention.head_count_kv', uint32(model.headsKv)],
    ['qwen2.attention.layer_norm_rms_epsilon', float32(1e-6)],
    ['qwen2.rope.freq_base', float32(1_000_000)],
    ['tokenizer.ggml.model', text('gpt2')],
    ['tokenizer.ggml.pre', text('qwen2')],
    ['tokenizer.ggml.tokens', list('string', tokens)],
    [
      'tokenizer.ggml.token_type',
      list(
        'int32',
        tokens.map((_, id) => (isWord(id) || id < first ? 1 : 3)),
      ),
    ],
    ['tokenizer.ggml.merges', list('string', merges)],
    ['tokenizer.ggml.bos_token_id', uint32(first)],
    ['tokenizer.ggml.eos_token_id', uint32(first + 2)],
    ['tokenizer.ggml.add_bos_token', { type: 'bool', value: false }],
    ['tokenizer.chat_template', text(chatMl)],
  ]
}

/** Output and embedding are one matrix. A token whose row is zero has the score 0, and some word always has more. */
function qwen2(model: RandomModel, isWord: (id: number) => boolean): Matrix[] {
  const { width, feedForward, layers, heads, headsKv, vocabulary, type } = model
  const kv = (width / heads) * headsKv
  const vector = (name: string, length: number, value: number): Matrix => ({ name, dims: [length], kind: 'f32', value })
  const matrix = (name: string, columns: number, rows: number): Matrix => ({ name, dims: [columns, rows], kind: type })
  const block = (layer: number): Matrix[] => {
    const at = `blk.${String(layer)}.`
    return [
      vector(`${at}attn_norm.weight`, width, 1),
      matrix(`${at}attn_q.weight`, width, width),
      vector(`${at}attn_q.bias`, width, 0),
      matrix(`${at}attn_k.weight`, width, kv),
      vector(`${at}attn_k.bias`, kv, 0),
      matrix(`${at}attn_v.weight`, width, kv),
      vector(`${at}attn_v.bias`, kv, 0),
      matrix(`${at}attn_output.weight`, width, width),
      vector(`${at}ffn_norm.weight`, width, 1),
      matrix(`${at}ffn_gate.weight`, width, feedForward),
      matrix(`${at}ffn_up.weight`, width, feedForward),
      matrix(`${at}ffn_down.weight`, feedForward, width),
    ]
  }
  return [
    { name: 'token_embd.weight', dims: [width, vocabulary], kind: 'q8_0', zeroRow: (row) => !isWord(row) },
    vector('output_norm.weight', width, 1),
    ...Array.from({ length: layers }, (_, layer) => block(layer)).flat(),
  ]
}

function bytesOf(dims: readonly number[], kind: keyof typeof kinds): number {
  const count = dims.reduce((a, b) => a * b, 1)
  return kind === 'f32' ? count * 4 : (count / 32) * kinds[kind].bytes
}

/** As it lies in the file, padding included. A few thousand random blocks come again and again: speed does not see it. */
function weights({ dims, kind, value = 0, zeroRow }: Matrix): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bytesOf(dims, kind) / 32) * 32)
  if (kind === 'f32') {
    new Float32Array(bytes.buffer).fill(value)
    return bytes
  }
  const [columns = 0, rows = 0] = dims
  const { bytes: blockBytes, spread } = kinds[kind]
  const pattern = blocks(blockBytes, 1 / (spread * Math.sqrt(columns)))
  for (let at = 0; at < bytes.length; at += pattern.length) bytes.set(pattern.subarray(0, bytes.length - at), at)
  const rowBytes = (columns / 32) * blockBytes
  for (let row = 0; zeroRow && row < rows; row++) if (zeroRow(row)) bytes.fill(0, row * rowBytes, (row + 1) * rowBytes)
  return bytes
}

/** A prime number of blocks, so that no two rows of a matrix are the same. Each begins with its scale. */
function blocks(blockBytes: number, scale: number): Uint8Array {
  const count = 10_007
  const random = createRandom(7)
  const bytes = Uint8Array.from({ length: count * blockBytes }, () => random() * 256)
  const view = new DataView(bytes.buffer)
  for (let block = 0; block < count; block++) view.setFloat16(block * blockBytes, scale, true)
  return bytes
}
