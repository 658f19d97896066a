import type { ByteSource } from './byte-source.ts'
import { createCursor } from './cursor.ts'
import { notGguf, truncated } from './gguf-errors.ts'
import type { GgufHeader } from './gguf-header.ts'
import { limits } from './gguf-limits.ts'
import { readMetadata } from './read-metadata.ts'
import { checkEnd, readTensorTable } from './read-tensors.ts'
import { createTextBudget } from './text-budget.ts'

const magic = 0x46554747
const fixedBytes = 24

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
  if (cursor.size < fixedBytes) throw truncated(4, fixedBytes, cursor.size)
  const version = supportedVersion(cursor.uint32())
  const tensorCount = cursor.count()
  if (tensorCount > limits.tensors) throw cursor.damaged('too many tensors')
  const keyCount = cursor.count()
  if (keyCount > limits.keys) throw cursor.damaged('too many keys')

  const text = createTextBudget()
  const { metadata, alignment } = await readMetadata(cursor, keyCount, text)
  const tensors = await readTensorTable(cursor, { count: tensorCount, alignment, text })
  const dataOffset = Math.ceil(cursor.offset() / alignment) * alignment
  checkEnd(tensors, dataOffset, cursor.size)
  return { version, alignment, metadata, tensors, dataOffset, fileBytes: cursor.size }
}

function supportedVersion(version: number): 2 | 3 {
  if (version === 2 || version === 3) return version
  // A small number written in the other byte order; llama.cpp tells them apart in the same way.
  if (version !== 0 && (version & 0xffff) === 0) throw notGguf('big-endian', 'A big-endian GGUF file')
  throw notGguf('version', `GGUF version ${version} is not supported`)
}
