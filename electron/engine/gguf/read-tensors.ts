import type { Cursor } from './cursor.ts'
import { ggmlType } from './ggml-types.ts'
import type { GgmlType } from './ggml-types.ts'
import { truncated } from './gguf-errors.ts'
import type { GgufTensor } from './gguf-header.ts'
import { limits } from './gguf-limits.ts'
import type { TextBudget } from './text-budget.ts'

export type TensorTable = {
  readonly count: number
  readonly alignment: number
  readonly text: TextBudget
}

/**
 * The tensor table. Each tensor begins at the first aligned place behind the one before it, as llama.cpp demands too: so none is unaligned, none
 * overlaps another, and none lies beyond the sum of all of them. Whether the file is long enough is left to `checkEnd`.
 */
export async function readTensorTable(
  cursor: Cursor,
  { count, alignment, text }: TensorTable,
): Promise<readonly GgufTensor[]> {
  const names = new Set<string>()
  const tensors: GgufTensor[] = []
  let place = 0
  for (let index = 0; index < count; index++) {
    const name = await text.name(cursor)
    if (names.has(name)) throw cursor.damaged('a tensor name appears twice')
    names.add(name)
    const tensor = await readTensor(cursor, name, place)
    tensors.push(tensor)
    place = Math.ceil((place + tensor.bytes) / alignment) * alignment
  }
  return tensors
}

async function readTensor(cursor: Cursor, name: string, place: number): Promise<GgufTensor> {
  await cursor.ensure(4)
  const dimCount = cursor.uint32()
  if (dimCount > limits.dims) throw cursor.damaged('a tensor has too many dimensions')
  await cursor.ensure(dimCount * 8 + 12)
  const dims: number[] = []
  for (let index = 0; index < dimCount; index++) dims.push(dimension(cursor))
  const type = ggmlType(cursor.uint32())
  if (type === undefined) throw cursor.damaged('a tensor has an unknown type')
  if ((dims[0] ?? 1) % type.blockElements !== 0) throw cursor.damaged('a tensor row is not a whole number of blocks')
  const bytes = tensorBytes(dims, type)
  // From here on sums are exact: no two of them are beyond 2^53.
  if (BigInt(place) + bytes > BigInt(limits.plausibleFileBytes)) throw cursor.damaged('the tensors exceed any file')
  if (cursor.uint64() !== BigInt(place)) throw cursor.damaged('a tensor does not begin where the one before it ends')
  return { name, dims, type: type.name, offset: place, bytes: Number(bytes) }
}

function dimension(cursor: Cursor): number {
  const value = cursor.uint64()
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw cursor.damaged('a tensor dimension is impossible')
  return Number(value)
}

function tensorBytes(dims: readonly number[], type: GgmlType): bigint {
  const elements = dims.reduce((product, dim) => product * BigInt(dim), 1n)
  return (elements / BigInt(type.blockElements)) * BigInt(type.blockBytes)
}

/** Every tensor must end inside the file; without tensors there is no data, and no padding before it. */
export function checkEnd(tensors: readonly GgufTensor[], dataOffset: number, fileBytes: number): void {
  const last = tensors.at(-1)
  if (last === undefined) return
  const expected = dataOffset + last.offset + last.bytes
  if (expected > fileBytes) throw truncated(Math.min(dataOffset, fileBytes), expected, fileBytes)
}
