import { expect, test } from 'vitest'
import { list, writeGguf } from '../../../e2e/support/gguf/write-gguf.ts'
import type { GgufPlain, GgufType } from '../../../e2e/support/gguf/write-gguf.ts'
import { bytesInMemory } from './byte-source.ts'
import { decodeArray } from './decode-array.ts'
import type { ArrayValue } from './decode-array.ts'
import type { GgufArray } from './gguf-header.ts'
import { arrayAt } from './metadata-values.ts'
import { readGgufHeader } from './read-gguf-header.ts'

async function roundTrip(elements: GgufType, values: GgufPlain[], most?: number): Promise<ArrayValue[]> {
  const source = bytesInMemory(writeGguf({ metadata: [['a', list(elements, values)]], tensors: [] }))
  const array = arrayAt((await readGgufHeader(source)).metadata, 'a')
  return array === null ? [] : decodeArray(source, array, most)
}

test.each<[GgufType, GgufPlain[]]>([
  ['uint8', [0, 255]],
  ['int16', [-32_768, 1]],
  ['float32', [0.5, -1]],
  ['float64', [0.1]],
  ['bool', [true, false]],
  ['uint64', [2n ** 63n]],
  ['int64', [-1n]],
  ['string', ['', 'Grüße', '🦙']],
])('an array of %s is decoded', async (elements, values) => {
  expect(await roundTrip(elements, values)).toEqual(values)
})

test('no more is decoded than asked for', async () => {
  expect(await roundTrip('uint32', [1, 2, 3, 4], 2)).toEqual([1, 2])
})

test('more text than any vocabulary has is not decoded', { timeout: 60_000 }, async () => {
  const piece = 'x'.repeat(100_000)
  const texts = Array.from({ length: 126 }, () => piece)
  await expect(roundTrip('string', texts)).rejects.toMatchObject({
    code: 'MODEL_DAMAGED',
    // The length of the 126th, behind 125 texts and their lengths.
    data: { why: 'too much text in an array', offset: 24 + 9 + 16 + 125 * 100_008 },
  })
  expect(await roundTrip('string', texts, 125)).toHaveLength(125)
})

test('bytes that are no UTF-8 become replacement characters', async () => {
  expect(await roundTrip('string', [Uint8Array.of(0xff, 0x41)])).toEqual(['\uFFFDA'])
})

test('an array of arrays is not decoded', async () => {
  await expect(roundTrip('array', [list('uint8', [1])])).rejects.toMatchObject({ code: 'MODEL_DAMAGED' })
})

test('an array that another file does not hold is refused, not believed', async () => {
  const array: GgufArray = { type: 'array', elements: 'uint32', count: 10, offset: 1000 }
  await expect(decodeArray(bytesInMemory(new Uint8Array(64)), array)).rejects.toMatchObject({ code: 'MODEL_TRUNCATED' })
})
