import { findAbortCause } from './abort-causes.ts'
import { kindOfArchitecture } from './architectures.ts'
import type { ModelKind } from './architectures.ts'
import type { ByteSource } from './byte-source.ts'
import { findContainerCause } from './container-causes.ts'
import { decodeArray } from './decode-array.ts'
import { describeAttention } from './describe-attention.ts'
import type { AttentionNumbers } from './describe-attention.ts'
import type { GgufHeader, GgufMetadata, ValueType } from './gguf-header.ts'
import { mostLayers } from './gguf-limits.ts'
import { arrayAt, booleanAt, integerAt, textAt } from './metadata-values.ts'
import type { ModelFacts } from './model-facts.ts'
import { quantisationOf } from './quantisation.ts'
import { tensorSizes } from './tensor-sizes.ts'

const longestLabel = 200

/** Reads a few short arrays beside the header, hence the source. */
export async function describeModel(header: GgufHeader, source: ByteSource): Promise<ModelFacts> {
  const { metadata, tensors } = header
  const architecture = label(textAt(metadata, 'general.architecture'))
  const own = (key: string): string => `${architecture ?? ''}.${key}`
  const number = (key: string): number | null => integerAt(metadata, own(key))
  const perLayer = (key: string): Promise<number[] | null> => numbersAt(metadata, own(key), source)

  const layers = number('block_count')
  const embeddingLength = number('embedding_length')
  const heads = await perLayer('attention.head_count')
  const headsKv = (await perLayer('attention.head_count_kv')) ?? heads
  const headCount = largest(heads)
  // llama.cpp takes the first layer's heads here, which a hybrid model may not have; the largest is what its attending layers have.
  const headLength =
    embeddingLength !== null && headCount !== null && headCount > 0 ? Math.floor(embeddingLength / headCount) : null
  const keyLength = number('attention.key_length') ?? headLength
  const valueLength = number('attention.value_length') ?? headLength
  const kind = kindOf(metadata, architecture)
  const numbers: AttentionNumbers = {
    architecture: architecture ?? '',
    layers,
    heads,
    headsKv,
    keyLength,
    valueLength,
    feedForward: await perLayer('feed_forward_length'),
    windowPattern: await perLayer('attention.sliding_window_pattern'),
    recurrentLayers: await perLayer('attention.recurrent_layers'),
    number,
  }
  const memory = kind === 'text' ? describeAttention(numbers) : null
  const template = metadata.get('tokenizer.chat_template')

  const facts: Omit<ModelFacts, 'abortCause'> = {
    name: label(textAt(metadata, 'general.name')),
    architecture,
    kind,
    parameters: tensors.reduce((sum, { dims }) => sum + dims.reduce((product, dim) => product * dim, 1), 0),
    quantisation: quantisationOf(integerAt(metadata, 'general.file_type'), tensors),
    contextLength: number('context_length'),
    layers,
    embeddingLength,
    headCount,
    headCountKv: largest(headsKv),
    keyLength,
    valueLength,
    experts: { count: number('expert_count') ?? 0, used: largest(await perLayer('expert_used_count')) ?? 0 },
    vocabularySize: arrayAt(metadata, 'tokenizer.ggml.tokens')?.count ?? number('vocab_size'),
    tokenizerModel: label(textAt(metadata, 'tokenizer.ggml.model')),
    hasChatTemplate: template?.type === 'long-string' || (template?.type === 'string' && template.value.trim() !== ''),
    chatTemplate: template?.type === 'string' && template.value.trim() !== '' ? template.value : null,
    tensorCount: tensors.length,
    sizeBytes: tensors.reduce((sum, tensor) => sum + tensor.bytes, 0),
    sizes: tensorSizes(tensors, layers),
    attention: memory?.attention ?? null,
    kvCache: memory?.kvCache ?? null,
    kvBytesPerToken: memory === null ? null : memory.kvCache.bytesPerToken + memory.kvCache.windowBytesPerToken,
    licence: label(textAt(metadata, 'general.license')),
    split: splitOf(metadata),
  }
  return { ...facts, abortCause: findAbortCause(facts, metadata) ?? findContainerCause(header) }
}

function kindOf(metadata: GgufMetadata, architecture: string | null): ModelKind {
  const type = textAt(metadata, 'general.type')
  if (type === 'adapter') return 'adapter'
  if (type === 'mmproj') return 'vision-part'
  if (architecture === null) return 'unknown'
  const kind = kindOfArchitecture(architecture)
  if (kind !== 'text') return kind
  // Embedding and ranking models on a text architecture (Qwen3-Embedding) say how they pool; 0 is "not at all".
  const pools = (integerAt(metadata, `${architecture}.pooling_type`) ?? 0) > 0
  return pools || booleanAt(metadata, `${architecture}.attention.causal`) === false ? 'embedding' : 'text'
}

/** One number for all layers, or one for each. */
async function numbersAt(metadata: GgufMetadata, key: string, source: ByteSource): Promise<number[] | null> {
  const one = integerAt(metadata, key)
  if (one !== null) return [one]
  const array = arrayAt(metadata, key)
  if (array === null || notWhole.has(array.elements)) return null
  const values = (await decodeArray(source, array, mostLayers)).map(Number)
  return values.every((value) => Number.isSafeInteger(value)) ? values : null
}

const notWhole: ReadonlySet<ValueType> = new Set(['string', 'array', 'float32', 'float64'])

function largest(numbers: readonly number[] | null): number | null {
  return numbers === null || numbers.length === 0 ? null : Math.max(...numbers)
}

function splitOf(metadata: GgufMetadata): ModelFacts['split'] {
  const index = integerAt(metadata, 'split.no')
  const count = integerAt(metadata, 'split.count')
  return index !== null && count !== null && count > 1 && index >= 0 && index < count ? { index, count } : null
}

/** For display and comparison: one line, no control characters (bidi ones included), not endless. */
function label(text: string | null): string | null {
  if (text === null) return null
  const clean = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return clean === '' ? null : clean.slice(0, longestLabel).toWellFormed()
}
