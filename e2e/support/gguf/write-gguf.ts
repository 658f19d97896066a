import { createByteWriter } from './byte-writer.ts'
import type { ByteWriter, NumberKind } from './byte-writer.ts'

export type GgufValue =
  | { readonly type: NumberKind; readonly value: number | bigint }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string | Uint8Array }
  | { readonly type: 'array'; readonly elements: GgufType; readonly values: readonly GgufPlain[] }

/** Elements of an array: an array inside an array is a whole value. */
export type GgufPlain = number | bigint | boolean | string | Uint8Array | Extract<GgufValue, { type: 'array' }>
export type GgufType = NumberKind | 'bool' | 'string' | 'array'

/** A list and not a record: a damaged file may hold a key twice. */
export type GgufPair = readonly [key: string | Uint8Array, value: GgufValue]

export type TensorSpec = {
  readonly name: string | Uint8Array
  readonly dims: readonly (number | bigint)[]
  /** Id of a ggml type: 0 is F32. */
  readonly type: number
  readonly data: Uint8Array
  /** Where the table says it lies; by default where it does. */
  readonly offset?: number | bigint
}

export type GgufSpec = {
  readonly version?: number
  readonly metadata: readonly GgufPair[]
  readonly tensors: readonly TensorSpec[]
  /** Of the data; a key `general.alignment` is the caller's to add. */
  readonly alignment?: number
}

/** All of a file but its data, of which only the lengths count. */
export type GgufHeadSpec = Omit<GgufSpec, 'tensors'> & {
  readonly tensors: readonly (Omit<TensorSpec, 'data'> & { readonly data: { readonly length: number } })[]
}

const typeIds: Record<GgufType, number> = {
  uint8: 0,
  int8: 1,
  uint16: 2,
  int16: 3,
  uint32: 4,
  int32: 5,
  float32: 6,
  bool: 7,
  string: 8,
  array: 9,
  uint64: 10,
  int64: 11,
  float64: 12,
}

export const uint32 = (value: number): GgufValue => ({ type: 'uint32', value })
export const float32 = (value: number): GgufValue => ({ type: 'float32', value })
export const text = (value: string): GgufValue => ({ type: 'string', value })
export const list = (elements: GgufType, values: readonly GgufPlain[]): Extract<GgufValue, { type: 'array' }> => ({
  type: 'array',
  elements,
  values,
})

export function writeGguf(spec: GgufSpec): Uint8Array {
  const writer = createByteWriter()
  writeGgufHead(writer, spec)
  const { alignment = usualAlignment } = spec
  for (const tensor of spec.tensors) {
    writer.pad(alignment)
    writer.raw(tensor.data)
  }
  writer.pad(alignment)
  return writer.done()
}

const usualAlignment = 32

/** Everything before the padding in front of the data. */
export function writeGgufHead(writer: ByteWriter, spec: GgufHeadSpec): void {
  const { version = 3, metadata, tensors, alignment = usualAlignment } = spec
  writer.raw(new TextEncoder().encode('GGUF'))
  writer.uint32(version)
  writer.uint64(tensors.length)
  writer.uint64(metadata.length)
  for (const [key, value] of metadata) {
    writer.text(key)
    writer.uint32(typeIds[value.type])
    writeValue(writer, value)
  }
  let offset = 0
  for (const tensor of tensors) {
    writer.text(tensor.name)
    writer.uint32(tensor.dims.length)
    for (const dim of tensor.dims) writer.uint64(dim)
    writer.uint32(tensor.type)
    writer.uint64(tensor.offset ?? offset)
    offset += Math.ceil(tensor.data.length / alignment) * alignment
  }
}

function writeValue(writer: ByteWriter, value: GgufValue): void {
  if (value.type !== 'array') return writePlain(writer, value.type, value.value)
  writer.uint32(typeIds[value.elements])
  writer.uint64(value.values.length)
  for (const element of value.values) writePlain(writer, value.elements, element)
}

function writePlain(writer: ByteWriter, type: GgufType, value: GgufPlain): void {
  if (typeof value === 'string' || value instanceof Uint8Array) return writer.text(value)
  if (typeof value === 'object') return writeValue(writer, value)
  if (typeof value === 'boolean') return writer.uint8(value ? 1 : 0)
  if (type === 'string' || type === 'array' || type === 'bool')
    throw new TypeError(`A number cannot be written as ${type}`)
  writer.number(type, value)
}
