import type { BrokenGguf } from './broken-gguf.ts'
import { createByteWriter } from './byte-writer.ts'
import type { ByteWriter } from './byte-writer.ts'
import { createRandom } from './random.ts'
import { tinyLlama } from './tiny-llama.ts'
import { list, text, uint32, writeGguf } from './write-gguf.ts'
import type { GgufPair, GgufPlain } from './write-gguf.ts'

const ascii = (value: string): Uint8Array => new TextEncoder().encode(value)

/** A header written by hand: what follows the two counts is up to `rest`. */
export function handWritten(
  rest: (writer: ByteWriter) => void,
  { version = 3, tensors = 0, keys = 1 }: HandOptions = {},
): Uint8Array {
  const writer = createByteWriter()
  writer.raw(ascii('GGUF'))
  writer.uint32(version)
  writer.uint64(tensors)
  writer.uint64(keys)
  rest(writer)
  return writer.done()
}

type HandOptions = { version?: number; tensors?: number | bigint; keys?: number | bigint }

const withPairs = (...metadata: GgufPair[]): Uint8Array => writeGguf({ metadata, tensors: [] })

/** Arrays in arrays, `depth` levels of them. */
function nested(depth: number): GgufPlain {
  return depth === 1 ? list('uint32', [1]) : list('array', [nested(depth - 1)])
}

function randomBytes(length: number, seed: number): Uint8Array {
  const random = createRandom(seed)
  return Uint8Array.from({ length }, () => Math.floor(random() * 256))
}

function bigEndian(): Uint8Array {
  const bytes = new Uint8Array(64)
  const view = new DataView(bytes.buffer)
  bytes.set(ascii('GGUF'))
  view.setUint32(4, 3)
  view.setBigUint64(8, 0n)
  view.setBigUint64(16, 1n)
  return bytes
}

export function brokenHeaders(): BrokenGguf[] {
  const good = tinyLlama()
  const nothing = (): void => undefined
  return [
    { name: 'empty', code: 'MODEL_NOT_GGUF', bytes: new Uint8Array(0) },
    { name: 'three-bytes', code: 'MODEL_NOT_GGUF', bytes: ascii('GGU') },
    {
      name: 'bad-magic',
      code: 'MODEL_NOT_GGUF',
      bytes: Uint8Array.from(good, (byte, index) => (index === 3 ? 0x58 : byte)),
    },
    {
      name: 'text-file',
      code: 'MODEL_NOT_GGUF',
      bytes: ascii('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 4096\n'),
    },
    { name: 'html-page', code: 'MODEL_NOT_GGUF', bytes: ascii('<!doctype html><title>Sign in</title>') },
    { name: 'safetensors', code: 'MODEL_NOT_GGUF', bytes: ascii('\u0008\0\0\0\0\0\0\0{"a":{}}') },
    { name: 'ggml-legacy', code: 'MODEL_NOT_GGUF', bytes: ascii('tjgg\u0001\0\0\0') },
    { name: 'random-bytes', code: 'MODEL_NOT_GGUF', bytes: randomBytes(4096, 1) },
    { name: 'zero-filled', code: 'MODEL_NOT_GGUF', bytes: new Uint8Array(65_536) },
    { name: 'version-0', code: 'MODEL_NOT_GGUF', bytes: handWritten(nothing, { version: 0, keys: 0 }) },
    { name: 'version-1', code: 'MODEL_NOT_GGUF', bytes: handWritten(nothing, { version: 1, keys: 0 }) },
    { name: 'version-99', code: 'MODEL_NOT_GGUF', bytes: handWritten(nothing, { version: 99, keys: 0 }) },
    { name: 'big-endian', code: 'MODEL_NOT_GGUF', bytes: bigEndian() },

    { name: 'truncated-after-magic', code: 'MODEL_TRUNCATED', bytes: good.slice(0, 4) },
    { name: 'truncated-in-counts', code: 'MODEL_TRUNCATED', bytes: good.slice(0, 15) },
    { name: 'truncated-before-first-key', code: 'MODEL_TRUNCATED', bytes: good.slice(0, 24) },
    { name: 'truncated-in-metadata', code: 'MODEL_TRUNCATED', bytes: good.slice(0, 300) },
    { name: 'truncated-in-vocabulary', code: 'MODEL_TRUNCATED', bytes: good.slice(0, 2500) },

    // Counts that are off by one: what follows is read as something else.
    { name: 'one-key-more', code: 'MODEL_DAMAGED', bytes: lyingCount(16, 1) },
    { name: 'one-key-less', code: 'MODEL_DAMAGED', bytes: lyingCount(16, -1) },
    { name: 'one-tensor-more', code: 'MODEL_DAMAGED', bytes: lyingCount(8, 1) },
    { name: 'one-element-more', code: 'MODEL_DAMAGED', bytes: lyingElements(1) },
    { name: 'one-element-less', code: 'MODEL_DAMAGED', bytes: lyingElements(-1) },
    { name: 'key-one-longer', code: 'MODEL_DAMAGED', bytes: lyingCount(24, 1) },
    { name: 'key-one-shorter', code: 'MODEL_DAMAGED', bytes: lyingCount(24, -1) },
    {
      name: 'magic-then-random',
      code: 'MODEL_DAMAGED',
      bytes: handWritten((writer) => writer.raw(randomBytes(4096, 2)), { tensors: 3, keys: 9 }),
    },
    { name: 'huge-tensor-count', code: 'MODEL_DAMAGED', bytes: handWritten(nothing, { tensors: 2n ** 63n, keys: 0 }) },
    { name: 'huge-key-count', code: 'MODEL_DAMAGED', bytes: handWritten(nothing, { keys: 2n ** 64n - 1n }) },
    { name: 'too-many-keys', code: 'MODEL_DAMAGED', bytes: handWritten(nothing, { keys: 65_537 }) },
    { name: 'too-many-tensors', code: 'MODEL_DAMAGED', bytes: handWritten(nothing, { tensors: 65_537, keys: 0 }) },
    { name: 'huge-string', code: 'MODEL_DAMAGED', bytes: hugeString() },
    {
      name: 'string-over-the-cap',
      code: 'MODEL_DAMAGED',
      bytes: handWritten((writer) => writeStringHead(writer, 10_000_001)),
    },
    {
      name: 'string-over-the-cap-in-array',
      code: 'MODEL_DAMAGED',
      bytes: handWritten((writer) => writeStringArray(writer, 10_000_001)),
    },
    {
      name: 'endless-string',
      code: 'MODEL_DAMAGED',
      bytes: handWritten((writer) => writeStringHead(writer, 2n ** 64n - 1n)),
    },
    { name: 'huge-array', code: 'MODEL_DAMAGED', bytes: hugeArray(0) },
    { name: 'huge-string-array', code: 'MODEL_DAMAGED', bytes: hugeArray(8) },
    { name: 'huge-nested-array', code: 'MODEL_DAMAGED', bytes: hugeArray(9) },
    {
      name: 'array-longer-than-file',
      code: 'MODEL_TRUNCATED',
      bytes: handWritten((writer) => writeArrayHead(writer, 4, 1000)),
    },
    { name: 'huge-key', code: 'MODEL_DAMAGED', bytes: handWritten((writer) => writer.uint64(2n ** 40n)) },
    { name: 'nested-depth-5', code: 'MODEL_DAMAGED', bytes: withPairs(['deep', list('array', [nested(4)])]) },
    { name: 'nested-depth-9', code: 'MODEL_DAMAGED', bytes: withPairs(['deep', list('array', [nested(8)])]) },
    { name: 'unknown-value-type', code: 'MODEL_DAMAGED', bytes: handWritten((writer) => writeHead(writer, 13)) },
    {
      name: 'unknown-array-type',
      code: 'MODEL_DAMAGED',
      bytes: handWritten((writer) => writeArrayHead(writer, 99, 1)),
    },
    { name: 'empty-key', code: 'MODEL_DAMAGED', bytes: withPairs(['', uint32(1)]) },
    { name: 'duplicate-key', code: 'MODEL_DAMAGED', bytes: withPairs(['a.b', uint32(1)], ['a.b', uint32(2)]) },
    { name: 'key-not-utf8', code: 'MODEL_DAMAGED', bytes: withPairs([Uint8Array.of(0x61, 0xff, 0xfe), uint32(1)]) },
    { name: 'alignment-0', code: 'MODEL_DAMAGED', bytes: withPairs(['general.alignment', uint32(0)]) },
    { name: 'alignment-3', code: 'MODEL_DAMAGED', bytes: withPairs(['general.alignment', uint32(3)]) },
    { name: 'alignment-2-31', code: 'MODEL_DAMAGED', bytes: withPairs(['general.alignment', uint32(2 ** 31)]) },
    {
      name: 'alignment-2-32-less-1',
      code: 'MODEL_DAMAGED',
      bytes: withPairs(['general.alignment', uint32(2 ** 32 - 1)]),
    },
    { name: 'alignment-text', code: 'MODEL_DAMAGED', bytes: withPairs(['general.alignment', text('32')]) },
    {
      name: 'metadata-too-large',
      code: 'MODEL_DAMAGED',
      bytes: handWritten((writer) => writeArrayHead(writer, 0, 60_000_000)),
    },
  ]
}

/** A good file with one of its 64-bit numbers changed. */
function lyingCount(at: number, by: number, good = tinyLlama()): Uint8Array {
  const view = new DataView(good.buffer, good.byteOffset, good.byteLength)
  view.setBigUint64(at, view.getBigUint64(at, true) + BigInt(by), true)
  return good
}

/** The number of the vocabulary's tokens. */
function lyingElements(by: number): Uint8Array {
  const good = tinyLlama()
  const key = Buffer.from(good).indexOf('tokenizer.ggml.tokens') + 'tokenizer.ggml.tokens'.length
  return lyingCount(key + 8, by, good)
}

function writeHead(writer: ByteWriter, type: number): void {
  writer.text('x')
  writer.uint32(type)
}

function writeStringHead(writer: ByteWriter, length: number | bigint): void {
  writeHead(writer, 8)
  writer.uint64(length)
}

function writeArrayHead(writer: ByteWriter, elements: number, count: number | bigint): void {
  writeHead(writer, 9)
  writer.uint32(elements)
  writer.uint64(count)
}

function writeStringArray(writer: ByteWriter, length: number): void {
  writeArrayHead(writer, 8, 1)
  writer.uint64(length)
}

/** 57 bytes that declare a string of 400 MiB; a reader without caps took 873 MB for it. */
function hugeString(): Uint8Array {
  return handWritten((writer) => {
    writer.text('general.name')
    writer.uint32(8)
    writer.uint64(400 * 1024 * 1024)
    writer.uint8(0x41)
  })
}

/** 49 bytes that declare 2^50 elements; a reader without caps never returned. */
function hugeArray(elements: number): Uint8Array {
  return handWritten((writer) => writeArrayHead(writer, elements, 2n ** 50n))
}
