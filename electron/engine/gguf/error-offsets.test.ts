import { expect, test } from 'vitest'
import { handWritten } from '../../../e2e/support/gguf/broken-headers.ts'
import type { ByteWriter } from '../../../e2e/support/gguf/byte-writer.ts'
import { list, text, uint32, writeGguf } from '../../../e2e/support/gguf/write-gguf.ts'
import type { GgufPair, TensorSpec } from '../../../e2e/support/gguf/write-gguf.ts'
import { bytesInMemory } from './byte-source.ts'
import { readGgufHeader } from './read-gguf-header.ts'

const refusal = async (bytes: Uint8Array): Promise<unknown> =>
  readGgufHeader(bytesInMemory(bytes)).catch((error: unknown) => error)

const pairs = (...metadata: GgufPair[]): Uint8Array => writeGguf({ metadata, tensors: [] })
const tensors = (...specs: Partial<TensorSpec>[]): Uint8Array =>
  writeGguf({
    metadata: [],
    tensors: specs.map((spec) => ({ name: 'a', dims: [32], type: 0, data: new Uint8Array(128), ...spec })),
  })

// Magic 0, version 4, tensors 8, keys 16; then the first key: its length 24, its one letter 32, its type 33, its value 37.
const value = (write: (writer: ByteWriter) => void, type: number): Uint8Array =>
  handWritten((writer) => {
    writer.text('x')
    writer.uint32(type)
    write(writer)
  })
const nothing = (): void => undefined

test.each<[string, number, Uint8Array]>([
  ['too many tensors', 8, handWritten(nothing, { tensors: 65_537, keys: 0 })],
  ['too many keys', 16, handWritten(nothing, { keys: 65_537 })],
  ['a name is too long', 24, handWritten((writer) => writer.uint64(65_536))],
  ['an empty key', 32, pairs(['', uint32(1)])],
  ['a name is not UTF-8', 32, pairs([Uint8Array.of(0xff), uint32(1)])],
  ['unknown value type', 33, value(nothing, 13)],
  ['a string is too long', 37, value((writer) => writer.uint64(10_000_001), 8)],
  ['unknown value type in an array', 37, value((writer) => writer.pad(64), 9).fill(13, 37, 38)],
  // Behind the key: type of the elements 37, their number 41, the first one 49.
  ['the header is larger than any real one', 49, value((writer) => (writer.uint32(0), writer.uint64(2 ** 40)), 9)],
  // The head of the fourth level is at 73; that its elements are arrays too is known once their number is read.
  ['arrays nested too deep', 77, pairs(['x', list('array', [nested(4)])])],
  // The first key with its value ends at 41.
  ['a key appears twice', 41 + 8, pairs(['x', uint32(1)], ['x', uint32(1)])],
  ['the alignment is impossible', 24 + 8 + 17 + 4, pairs(['general.alignment', uint32(3)])],
  ['the alignment is not a uint32', 24 + 8 + 17 + 4 + 8, pairs(['general.alignment', text('32')])],
  // Without keys a tensor: length of its name 24, name 32, dimensions 33 and 37, type 45, offset 49; it ends at 57.
  ['a tensor has too many dimensions', 33, tensors({ dims: Array(9).fill(1) })],
  ['a tensor dimension is impossible', 37, tensors({ dims: [2n ** 53n] })],
  ['a tensor has an unknown type', 45, tensors({ type: 99 })],
  ['a tensor row is not a whole number of blocks', 45, tensors({ type: 8, dims: [31] })],
  ['the tensors exceed any file', 45, tensors({ dims: [2 ** 43] })],
  ['a tensor does not begin where the one before it ends', 49, tensors({ offset: 32 })],
  ['a tensor name appears twice', 57 + 8, tensors({}, {})],
])('%s: the refusal names byte %i', async (why, offset, bytes) => {
  expect(await refusal(bytes)).toMatchObject({
    code: 'MODEL_DAMAGED',
    message: `Damaged GGUF at byte ${offset}: ${why}`,
    data: { why, offset },
  })
})

function nested(depth: number): ReturnType<typeof list> {
  return depth === 1 ? list('uint8', [1]) : list('array', [nested(depth - 1)])
}

test.each<[string, number, number, Uint8Array]>([
  ['in the counts', 4, 24, pairs(['x', uint32(1)]).slice(0, 20)],
  ['before the first key', 24, 32, pairs(['x', uint32(1)]).slice(0, 28)],
  ['in a number', 37, 41, pairs(['x', uint32(1)]).slice(0, 39)],
  ['in a text', 45, 49, pairs(['x', text('abcd')]).slice(0, 47)],
  ['in an array', 49, 57, pairs(['x', list('uint32', [1, 2])]).slice(0, 55)],
  // The data begins at the first multiple of 32 behind the table.
  ['in the data', 64, 192, tensors({}).slice(0, 190)],
  ['before the data', 57, 192, tensors({}).slice(0, 57)],
])('a file that ends %s: the refusal names byte %i, and %i as the least it needs', async (_, offset, least, bytes) => {
  expect(await refusal(bytes)).toMatchObject({
    code: 'MODEL_TRUNCATED',
    data: { offset, expectedBytes: least, actualBytes: bytes.length },
  })
})

test('a file that says it is longer than it is names the byte where it ends', async () => {
  const bytes = tensors({})
  const source = {
    size: bytes.length,
    read: (offset: number, length: number) => Promise.resolve(bytes.subarray(offset, Math.min(offset + length, 40))),
  }
  await expect(readGgufHeader(source)).rejects.toMatchObject({ code: 'MODEL_TRUNCATED', data: { offset: 37 } })
})
