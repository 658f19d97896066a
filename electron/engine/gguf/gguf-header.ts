/** The twelve kinds of value that are not an array, in the order of their ids; id 9 between `string` and `uint64` is the array. */
export const valueTypes = [
  'uint8',
  'int8',
  'uint16',
  'int16',
  'uint32',
  'int32',
  'float32',
  'bool',
  'string',
  'array',
  'uint64',
  'int64',
  'float64',
] as const

export type ValueType = (typeof valueTypes)[number]
export type NumberType = 'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'float32' | 'float64'

/** An array stays in the file; `decodeArray` fetches it. `offset` is that of its first element. */
export type GgufArray = {
  readonly type: 'array'
  readonly elements: ValueType
  readonly count: number
  readonly offset: number
}

export type GgufEntry =
  | { readonly type: NumberType; readonly value: number }
  | { readonly type: 'uint64' | 'int64'; readonly value: bigint }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  /** Text too long to keep: only where it lies. */
  | { readonly type: 'long-string'; readonly offset: number; readonly bytes: number }
  | GgufArray

/** A Map, so that a key called `__proto__` is a key. */
export type GgufMetadata = ReadonlyMap<string, GgufEntry>

export type GgufTensor = {
  readonly name: string
  /** Fastest-moving dimension first, as the file has them. */
  readonly dims: readonly number[]
  /** Name of a ggml type: `F16`, `Q4_K`. */
  readonly type: string
  /** From `dataOffset`, not from the start of the file. */
  readonly offset: number
  readonly bytes: number
}

/** Plain data: it survives a structured clone. Every tensor lies inside the file. */
export type GgufHeader = {
  readonly version: 2 | 3
  readonly alignment: number
  readonly metadata: GgufMetadata
  readonly tensors: readonly GgufTensor[]
  readonly dataOffset: number
  readonly fileBytes: number
}

/** Bytes of one value in the file; for the two of varying length the least they can take. */
export const leastBytes: Readonly<Record<ValueType, number>> = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  bool: 1,
  string: 8,
  array: 12,
  uint64: 8,
  int64: 8,
  float64: 8,
}
