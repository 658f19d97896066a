import type { ByteSource } from './byte-source.ts'
import { createCursor } from './cursor.ts'
import { damaged } from './gguf-errors.ts'
import { leastBytes } from './gguf-header.ts'
import type { GgufArray } from './gguf-header.ts'
import { limits } from './gguf-limits.ts'
import { numberIn } from './read-metadata.ts'

export type ArrayValue = number | bigint | boolean | string

const lenient = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * The first `most` elements of an array of the header that came from the same source, up to 12 MiB of text: three times the largest vocabulary. Arrays
 * of arrays are not decoded.
 */
export async function decodeArray(
  source: ByteSource,
  array: GgufArray,
  most: number = limits.decodedElements,
): Promise<ArrayValue[]> {
  const { elements } = array
  if (elements === 'array') throw damaged('an array of arrays is not read', array.offset)
  const cursor = createCursor(source, array.offset)
  const values: ArrayValue[] = []
  const count = Math.min(array.count, most, limits.decodedElements)
  let textBytes = 0
  for (let index = 0; index < count; index++) {
    if (cursor.available() < leastBytes[elements]) await cursor.ensure(leastBytes[elements])
    if (elements === 'string') {
      const length = cursor.count()
      if (length > limits.stringBytes) throw cursor.damaged('a string is too long')
      textBytes += length
      if (textBytes > limits.keptTextBytes) throw cursor.damaged('too much text in an array')
      if (cursor.available() < length) await cursor.ensure(length)
      values.push(lenient.decode(cursor.bytes(length)))
      continue
    }
    const view = cursor.bytes(leastBytes[elements])
    if (elements === 'bool') values.push(view.getUint8(0) !== 0)
    else if (elements === 'uint64') values.push(view.getBigUint64(0, true))
    else if (elements === 'int64') values.push(view.getBigInt64(0, true))
    else values.push(numberIn(view, elements, 0))
  }
  return values
}
