import type { GgufHeader, GgufTensor } from './gguf-header.ts'
import { limits } from './gguf-limits.ts'

// What the format allows and llama.cpp v0.4.0 does not: `GGML_MAX_DIMS`, `GGML_MAX_NAME`, arrays of arrays in gguf_init_from_reader.
const mostDims = 4
const mostNameBytes = 63

/** No kernel multiplies by these: the process ends at the first token. They hold intermediate results, or tables. */
const notForWeights: ReadonlySet<string> = new Set(['I8', 'I16', 'I64', 'F64', 'Q8_1', 'Q8_K'])
/** Which experts a token goes to: the one table of whole numbers that models for text have. */
const wholeNumbers = /\.ffn_gate_tid2eid\./

/** Formats are tried out on every load, which takes half a minute with a text of this length; real templates have some 20 KiB. */
const mostTemplateBytes = limits.keptStringBytes

/** Why llama.cpp v0.4.0 would refuse or not survive a model for text whose container is sound, in words, or null. */
export function findContainerCause({ metadata, tensors }: Pick<GgufHeader, 'metadata' | 'tensors'>): string | null {
  for (const entry of metadata.values())
    if (entry.type === 'array' && entry.elements === 'array') return 'an array of arrays'
  for (const tensor of tensors) {
    const cause = findTensorCause(tensor)
    if (cause !== null) return cause
  }
  const template = metadata.get('tokenizer.chat_template')
  return template?.type === 'long-string' && template.bytes > mostTemplateBytes ? 'an overlong chat template' : null
}

function findTensorCause({ name, dims, type }: GgufTensor): string | null {
  if (dims.length > mostDims) return 'a tensor with more than four dimensions'
  // UTF-8 takes one to three bytes for each unit of a string, four for two of them.
  if (name.length > mostNameBytes || (name.length * 3 > mostNameBytes && encoder.encode(name).length > mostNameBytes))
    return 'a tensor with an overlong name'
  if (notForWeights.has(type) || (type === 'I32' && !wholeNumbers.test(name))) return 'a tensor of a type without use'
  return null
}

const encoder = new TextEncoder()
