import type { Cursor } from './cursor.ts'
import { ggmlType } from './ggml-types.ts'
import type { GgmlType } from './ggml-types.ts'
import { damaged, truncated } from './gguf-errors.ts'
import type { GgufTensor } from './gguf-header.ts'
import { limits } from './gguf-limits.ts'
import type { TextBudget } from './text-budget.ts'

/** The tensor table as the file has it: every number is plausible, but no place in the file is checked yet. */
export async function readTensorTable(cursor: Cursor, count: number, text: TextBudget): Promise<GgufTensor[]> {
  const names = new Set<string>()
  const tensors: GgufTensor[] = []
  for (let index = 0; index < count; index++) {
    const name = await text.name(cursor)
    if (names.has(name)) throw damaged('a tensor name appears twice')
    names.add(name)
    tensors.push(await readTensor(cursor, name))
  }
  return tensors
}

async function readTensor(cursor: Cursor, name: string): Promise<GgufTensor> {
  await cursor.ensure(4)
  const dimCount = cursor.uint32()
  if (dimCount > limits.dims) throw damaged('a tensor has too many dimensions')
  await cursor.ensure(dimCount * 8 + 12)
  const dims: number[] = []
  for (let index = 0; index < dimCount; index++) dims.push(dimension(cursor.uint64()))
  const type = ggmlType(cursor.uint32())
  if (type === undefined) throw damaged('a tensor has an unknown type')
  const offset = plausible(cursor.uint64())
  return { name, dims, type: type.name, offset, bytes: plausible(tensorBytes(dims, type)) }
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

/** From here on sums of two such numbers are exact. */
function plausible(bytes: bigint): number {
  if (bytes > BigInt(limits.plausibleFileBytes)) throw damaged('a tensor is larger than any file')
  return Number(bytes)
}

/** Each tensor must start aligned and end inside the file; tells a file that broke off from one that lies. */
export function checkPlaces(
  tensors: readonly GgufTensor[],
  dataOffset: number,
  alignment: number,
  fileBytes: number,
): void {
  // Without tensors there is no data, and no padding before it.
  if (tensors.length === 0) return
  let dataEnd = 0
  let packed = 0n
  for (const { offset, bytes } of tensors) {
    if (offset % alignment !== 0) throw damaged('a tensor is not aligned')
    dataEnd = Math.max(dataEnd, offset + bytes)
    packed += BigInt(Math.ceil(bytes / alignment) * alignment)
  }
  const expected = dataOffset + dataEnd
  if (expected <= fileBytes) return
  // Tensors follow one another; one that lies beyond the sum of all of them was never written.
  if (BigInt(dataEnd) > packed) throw damaged('a tensor lies beyond all data')
  throw truncated(expected, fileBytes)
}
