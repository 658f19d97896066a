import { expect, test, vi } from 'vitest'
import { brokenHeaders } from '../../../e2e/support/gguf/broken-headers.ts'
import { countingSource } from '../../../e2e/support/gguf/counting-source.ts'
import { tinyLlama, tinyLlamaSpec } from '../../../e2e/support/gguf/tiny-llama.ts'
import { list, text, uint32, writeGguf } from '../../../e2e/support/gguf/write-gguf.ts'
import { AppError } from '../../contract/errors.ts'
import { bytesInMemory } from './byte-source.ts'
import { decodeArray } from './decode-array.ts'
import { limits } from './gguf-limits.ts'
import { arrayAt, booleanAt, integerAt, textAt } from './metadata-values.ts'
import { readGgufHeader } from './read-gguf-header.ts'

const read = (bytes: Uint8Array): ReturnType<typeof readGgufHeader> => readGgufHeader(bytesInMemory(bytes))

test('a sound file gives its metadata, its tensors and where the data starts', async () => {
  const bytes = tinyLlama({ name: 'Anna', layers: 1 })
  const { version, alignment, metadata, tensors, dataOffset, fileBytes } = await read(bytes)
  expect({ version, alignment, fileBytes }).toEqual({ version: 3, alignment: 32, fileBytes: bytes.length })
  expect(textAt(metadata, 'general.name')).toBe('Anna')
  expect(integerAt(metadata, 'llama.block_count')).toBe(1)
  expect(booleanAt(metadata, 'tokenizer.ggml.add_bos_token')).toBe(false)
  expect(tensors).toHaveLength(12)
  expect(tensors[0]).toEqual({
    name: 'token_embd.weight',
    dims: [64, 274],
    type: 'F32',
    offset: 0,
    bytes: 64 * 274 * 4,
  })
  const [first] = tinyLlamaSpec({ layers: 1 }).tensors
  expect(bytes.slice(dataOffset, dataOffset + 64 * 274 * 4)).toEqual(first?.data)
})

test('version 2 is read like version 3', async () => {
  const { version, tensors } = await read(writeGguf({ ...tinyLlamaSpec(), version: 2 }))
  expect(version).toBe(2)
  expect(tensors).toHaveLength(21)
})

test('the data starts where the alignment of the file says', async () => {
  const spec = {
    metadata: [['general.alignment', uint32(4096)]] as const,
    tensors: [{ name: 'a', dims: [4], type: 24, data: Uint8Array.of(1, 2, 3, 4) }],
  }
  const bytes = writeGguf({ ...spec, alignment: 4096 })
  const { alignment, dataOffset } = await read(bytes)
  expect({ alignment, dataOffset }).toEqual({ alignment: 4096, dataOffset: 4096 })
  expect(bytes.slice(dataOffset, dataOffset + 4)).toEqual(Uint8Array.of(1, 2, 3, 4))
})

test('a key called __proto__ is a key and nothing else', async () => {
  const { metadata } = await read(
    writeGguf({
      metadata: [
        ['__proto__', text('x')],
        ['constructor', uint32(1)],
      ],
      tensors: [],
    }),
  )
  expect([...metadata.keys()]).toEqual(['__proto__', 'constructor'])
  expect(textAt(metadata, '__proto__')).toBe('x')
  expect(Object.prototype).not.toHaveProperty('x')
})

test('every value type is read', async () => {
  const array = list('array', [list('string', ['a', 'b']), list('int8', [-1])])
  const { metadata } = await read(
    writeGguf({
      metadata: [
        ['u8', { type: 'uint8', value: 255 }],
        ['i8', { type: 'int8', value: -128 }],
        ['u16', { type: 'uint16', value: 65_535 }],
        ['i16', { type: 'int16', value: -2 }],
        ['u32', { type: 'uint32', value: 2 ** 32 - 1 }],
        ['i32', { type: 'int32', value: -3 }],
        ['f32', { type: 'float32', value: 0.5 }],
        ['bool', { type: 'bool', value: true }],
        ['text', { type: 'string', value: 'Ä 🦙' }],
        ['nested', array],
        ['u64', { type: 'uint64', value: 2n ** 64n - 1n }],
        ['i64', { type: 'int64', value: -4n }],
        ['f64', { type: 'float64', value: Math.PI }],
      ],
      tensors: [],
    }),
  )
  expect([...metadata].map(([key, entry]) => [key, 'value' in entry ? entry.value : entry.type])).toEqual([
    ['u8', 255],
    ['i8', -128],
    ['u16', 65_535],
    ['i16', -2],
    ['u32', 2 ** 32 - 1],
    ['i32', -3],
    ['f32', 0.5],
    ['bool', true],
    ['text', 'Ä 🦙'],
    ['nested', 'array'],
    ['u64', 2n ** 64n - 1n],
    ['i64', -4n],
    ['f64', Math.PI],
  ])
})

test('arrays nested four deep are passed over, five deep are refused', async () => {
  const deep = (depth: number): ReturnType<typeof list> =>
    depth === 1 ? list('uint8', [1, 2]) : list('array', [deep(depth - 1), list('uint8', [])])
  const nestedIn = (depth: number): Uint8Array =>
    writeGguf({
      metadata: [
        ['deep', deep(depth)],
        ['after', uint32(7)],
      ],
      tensors: [],
    })
  expect(integerAt((await read(nestedIn(4))).metadata, 'after')).toBe(7)
  await expect(read(nestedIn(5))).rejects.toMatchObject({
    code: 'MODEL_DAMAGED',
    data: { why: 'arrays nested too deep' },
  })
})

test('a vocabulary of 152,000 tokens is walked in few reads and not decoded', { timeout: 30_000 }, async () => {
  const tokens = Array.from({ length: 152_000 }, (_, id) => `token-${id}`)
  const bytes = writeGguf({
    metadata: [
      ['tokenizer.ggml.tokens', list('string', tokens)],
      ['after', uint32(7)],
    ],
    tensors: [],
  })
  const source = countingSource(bytes)
  const decode = vi.spyOn(TextDecoder.prototype, 'decode')
  const { metadata } = await readGgufHeader(source)
  // The two keys; of the tokens nothing but their lengths was looked at.
  expect(decode.mock.results.map(({ value }) => value)).toEqual(['tokenizer.ggml.tokens', 'after'])
  decode.mockRestore()
  const array = arrayAt(metadata, 'tokenizer.ggml.tokens')
  expect(array).toMatchObject({ elements: 'string', count: 152_000 })
  expect(integerAt(metadata, 'after')).toBe(7)
  expect(source.counts.reads).toBeLessThan(12)
  expect(source.counts.bytes).toBeLessThan(bytes.length * 1.05)
  if (array === null) return
  expect(await decodeArray(source, array, 3)).toEqual(['token-0', 'token-1', 'token-2'])
})

test('the weights are never read', async () => {
  const data = new Uint8Array(8 * 1024 * 1024)
  const bytes = writeGguf({ metadata: [], tensors: [{ name: 'a', dims: [data.length], type: 24, data }] })
  const source = countingSource(bytes)
  await readGgufHeader(source)
  expect(source.counts.bytes).toBeLessThanOrEqual(64 * 1024)
})

test('a long array of numbers is jumped over, not read', async () => {
  const bytes = writeGguf({
    metadata: [
      [
        'scores',
        list(
          'float32',
          Array.from({ length: 500_000 }, () => 1),
        ),
      ],
      ['after', uint32(7)],
    ],
    tensors: [],
  })
  const source = countingSource(bytes)
  expect(integerAt((await readGgufHeader(source)).metadata, 'after')).toBe(7)
  expect(source.counts.bytes).toBeLessThan(300_000)
})

test('text longer than 256 KiB is left in the file', async () => {
  const long = 'x'.repeat(limits.keptStringBytes + 1)
  const { metadata } = await read(
    writeGguf({
      metadata: [
        ['long', text(long)],
        ['short', text(long.slice(1))],
      ],
      tensors: [],
    }),
  )
  expect(metadata.get('long')).toMatchObject({ type: 'long-string', bytes: long.length })
  expect(textAt(metadata, 'long')).toBeNull()
  expect(textAt(metadata, 'short')).toBe(long.slice(1))
})

test('many texts, each within its limit, are kept up to 12 MiB in all', { timeout: 30_000 }, async () => {
  const piece = text('x'.repeat(200_000))
  const { metadata } = await read(
    writeGguf({ metadata: Array.from({ length: 70 }, (_, index) => [`k${index}`, piece] as const), tensors: [] }),
  )
  const kept = [...metadata.values()].filter(({ type }) => type === 'string').length
  expect(kept).toBe(Math.floor(limits.keptTextBytes / 200_003))
  expect(metadata.size).toBe(70)
})

test('a source that hands out a byte at a time gives the same header', async () => {
  const bytes = writeGguf({
    metadata: [
      ['name', text('slow')],
      ['tokens', list('string', ['a', 'bc'])],
    ],
    tensors: [],
  })
  const slow = { size: bytes.length, read: (offset: number) => Promise.resolve(bytes.subarray(offset, offset + 1)) }
  expect(await readGgufHeader(slow)).toEqual(await read(bytes))
})

test('a source that sends more than asked for is cut to size', async () => {
  const bytes = tinyLlama()
  const generous = { size: bytes.length, read: (offset: number) => Promise.resolve(bytes.subarray(offset)) }
  expect(await readGgufHeader(generous)).toEqual(await read(bytes))
})

test('a file that shrinks while it is read is truncated', async () => {
  const bytes = tinyLlama()
  const shrunk = {
    size: bytes.length,
    read: (offset: number, length: number) => Promise.resolve(bytes.subarray(0, 100).subarray(offset, offset + length)),
  }
  await expect(readGgufHeader(shrunk)).rejects.toMatchObject({ code: 'MODEL_TRUNCATED', data: { actualBytes: 100 } })
})

test('a file that ends at any byte of its header is refused as one that broke off', async () => {
  const { metadata, tensors } = tinyLlamaSpec({ layers: 1 })
  const few = metadata.filter(([key]) => !String(key).startsWith('tokenizer.ggml'))
  const bytes = writeGguf({ metadata: [...few, ['list', list('string', ['a', 'bc'])]], tensors: tensors.slice(0, 2) })
  const { dataOffset } = await read(bytes)
  const codes = new Set<unknown>()
  for (let length = 4; length <= dataOffset; length++) {
    const error: unknown = await read(bytes.slice(0, length)).catch((each: unknown) => each)
    codes.add(error instanceof AppError ? error.code : error)
  }
  expect([...codes]).toEqual(['MODEL_TRUNCATED'])
})

test('a file that broke off says how long it should be', async () => {
  const bytes = tinyLlama()
  await expect(read(bytes.slice(0, -1000))).rejects.toMatchObject({
    code: 'MODEL_TRUNCATED',
    data: { expectedBytes: bytes.length, actualBytes: bytes.length - 1000 },
  })
})

test.each([
  ['empty', 'empty', 0],
  ['text-file', 'magic', 0],
  ['version-99', 'version', 4],
  ['big-endian', 'big-endian', 4],
])('the refusal of %s says why', async (name, why, offset) => {
  const broken = brokenHeaders().find((file) => file.name === name)
  await expect(read(broken?.bytes ?? tinyLlama())).rejects.toMatchObject({
    code: 'MODEL_NOT_GGUF',
    data: { why, offset },
  })
})

test('a file without tensors may end where its metadata ends', async () => {
  const bytes = writeGguf({ metadata: [['a', uint32(1)]], tensors: [] })
  expect((await read(bytes.slice(0, 24 + 8 + 1 + 4 + 4))).tensors).toEqual([])
})

test('a size beyond what a number holds is refused', async () => {
  const source = { size: 2n ** 60n, read: () => Promise.resolve(new Uint8Array(0)) }
  await expect(readGgufHeader(source)).rejects.toMatchObject({ code: 'MODEL_DAMAGED' })
})
