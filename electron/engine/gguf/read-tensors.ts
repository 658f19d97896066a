import type { Cursor } from './cursor.ts'
import { ggmlType } from './ggml-types.ts'
import type { GgmlType } from './ggml-types.ts'
import { damaged, truncated } from './gguf-errors.ts'
import type { GgufTensor } from './gguf-header.ts'
import { limits } from './gguf-limits.ts'
import type { TextBudget } from './text-budget.ts'

/** A row of the tensor table before its place was checked: 64-bit values of the file, 64-bit and more in the products. */
export type RawTensor = { name: string; dims: number[]; type: string; offset: bigint; bytes: bigint }

export async function readTensorTable(cursor: Cursor, count: number, text: TextBudget): Promise<RawTensor[]> {
  const names = new Set<string>()
  const tensors: RawTensor[] = []
  for (let index = 0; index < count; index++) {
    const name = await text.name(cursor)
    if (names.has(name)) throw damaged('a tensor name appears twice')
    names.add(name)
    tensors.push(await readTensor(cursor, name))
  }
  return tensors
}

async function readTensor(cursor: Cursor, name: string): Promise<RawTensor> {
  await cursor.ensure(4)
  const dimCount = cursor.uint32()
  if (dimCount > limits.dims) throw damaged('a tensor has too many dimensions')
  await cursor.ensure(dimCount * 8 + 12)
  const dims: number[] = []
  for (let index = 0; index < dimCount; index++) dims.push(dimension(cursor.uint64()))
  const type = ggmlType(cursor.uint32())
  if (type === undefined) throw damaged('a tensor has an unknown type')
  return { name, dims, type: type.name, offset: cursor.uint64(), bytes: tensorBytes(dims, type) }
}

function dimension(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged('a tensor dimension is impossible')
  return Number(value)
}

function tensorBytes(dims: readonly number[], type: GgmlType): bigint {
  if ((dims[0] ?? 1) % type.blockElements !== 0) throw damaged('a tensor row is not a whole number of blocks')
  const elements = dims.reduce((product, dim) => product * BigInt(dim), 1n)
  return (elements / BigInt(type.blockElements)) * BigInt(type.blockBytes)
}

/** Checks that each tensor starts aligned and ends inside the file, and tells a file that broke off from one that lies. */
export function placeTensors(
  raw: readonly RawTensor[],
  dataOffset: number,
  alignment: number,
  fileBytes: number,
): GgufTensor[] {
  // Without tensors there is no data, and no padding before it.
  if (raw.length === 0) return []
  const step = BigInt(alignment)
  let dataEnd = 0n
  let packed = 0n
  for (const { offset, bytes } of raw) {
    if (offset % step !== 0n) throw damaged('a tensor is not aligned')
    packed += ((bytes + step - 1n) / step) * step
    if (offset + bytes > dataEnd) dataEnd = offset + bytes
  }
  const expected = BigInt(dataOffset) + dataEnd
  if (expected > BigInt(fileBytes)) {
    if (expected > BigInt(limits.plausibleFileBytes)) throw damaged('a tensor is larger than any file')
    // Tensors follow one another; one that lies beyond the sum of all of them was never written.
    if (dataEnd > packed) throw damaged('a tensor lies beyond all data')
    throw truncated(Number(expected), fileBytes)
  }
  return raw.map(({ name, dims, type, offset, bytes }) => ({
    name,
    dims,
    type,
    offset: Number(offset),
    bytes: Number(bytes),
  }))
}
