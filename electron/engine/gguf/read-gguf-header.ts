import type { ByteSource } from './byte-source.ts'
import { createCursor } from './cursor.ts'
import { damaged, notGguf, truncated } from './gguf-errors.ts'
import type { GgufHeader, GgufMetadata } from './gguf-header.ts'
import { limits } from './gguf-limits.ts'
import { readMetadata } from './read-metadata.ts'
import { checkPlaces, readTensorTable } from './read-tensors.ts'
import { createTextBudget } from './text-budget.ts'

const magic = 0x46554747
const fixedBytes = 24
const defaultAlignment = 32

/**
 * Reads and checks the header of a GGUF file of version 2 or 3, little endian. The file is hostile input: every count is capped, every product is a
 * BigInt, arrays are walked and not decoded. Throws `AppError` with MODEL_NOT_GGUF, MODEL_TRUNCATED or MODEL_DAMAGED, or what the source throws.
 */
export async function readGgufHeader(source: ByteSource): Promise<GgufHeader> {
  const cursor = createCursor(source)
  if (cursor.size === 0) throw notGguf('empty', 'The file is empty')
  if (cursor.size < 4) throw notGguf('magic', 'Not a GGUF file')
  await cursor.ensure(Math.min(fixedBytes, cursor.size))
  if (cursor.uint32() !== magic) throw notGguf('magic', 'Not a GGUF file')
  if (cursor.size < fixedBytes) throw truncated(fixedBytes, cursor.size)
  const version = supportedVersion(cursor.uint32())
  const tensorCount = cursor.count()
  const keyCount = cursor.count()
  if (tensorCount > limits.tensors) throw damaged('too many tensors')
  if (keyCount > limits.keys) throw damaged('too many keys')

  const text = createTextBudget()
  const metadata = await readMetadata(cursor, keyCount, text)
  const alignment = alignmentOf(metadata)
  const tensors = await readTensorTable(cursor, tensorCount, text)
  const dataOffset = Math.ceil(cursor.offset() / alignment) * alignment
  checkPlaces(tensors, dataOffset, alignment, cursor.size)
  return { version, alignment, metadata, tensors, dataOffset, fileBytes: cursor.size }
}

function supportedVersion(version: number): 2 | 3 {
  if (version === 2 || version === 3) return version
  // A small number written in the other byte order; llama.cpp tells them apart in the same way.
  if (version !== 0 && (version & 0xffff) === 0) throw notGguf('big-endian', 'A big-endian GGUF file')
  throw notGguf('version', `GGUF version ${version} is not supported`)
}

function alignmentOf(metadata: GgufMetadata): number {
  const entry = metadata.get('general.alignment')
  if (entry === undefined) return defaultAlignment
  if (entry.type !== 'uint32') throw damaged('the alignment is not a uint32')
  const { value } = entry
  if (value === 0 || (value & (value - 1)) !== 0 || value > limits.alignment)
    throw damaged('the alignment is impossible')
  return value
}
