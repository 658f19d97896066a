import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import { list, writeGguf } from '../../../e2e/support/gguf/write-gguf.ts'
import type { GgufValue, TensorSpec } from '../../../e2e/support/gguf/write-gguf.ts'
import { AppError } from '../../contract/errors.ts'
import { bytesInMemory } from './byte-source.ts'
import { checkTextModel } from './check-text-model.ts'
import { decodeArray } from './decode-array.ts'
import { describeModel } from './describe-model.ts'
import { ggmlType } from './ggml-types.ts'
import { leastBytes } from './gguf-header.ts'
import type { GgufEntry, GgufHeader } from './gguf-header.ts'
import { readGgufHeader } from './read-gguf-header.ts'

const seed = 20_260_101

const scalar: fc.Arbitrary<GgufValue> = fc.oneof(
  fc.record({ type: fc.constant('uint8' as const), value: fc.integer({ min: 0, max: 255 }) }),
  fc.record({ type: fc.constant('int16' as const), value: fc.integer({ min: -32_768, max: 32_767 }) }),
  fc.record({ type: fc.constant('uint32' as const), value: fc.integer({ min: 0, max: 2 ** 32 - 1 }) }),
  fc.record({ type: fc.constant('int32' as const), value: fc.integer() }),
  fc.record({ type: fc.constant('float32' as const), value: fc.float() }),
  fc.record({ type: fc.constant('float64' as const), value: fc.double() }),
  fc.record({ type: fc.constant('uint64' as const), value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) }),
  fc.record({ type: fc.constant('int64' as const), value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) }),
  fc.record({ type: fc.constant('bool' as const), value: fc.boolean() }),
  fc.record({ type: fc.constant('string' as const), value: fc.string({ unit: 'grapheme' }) }),
)

const flatList = fc.oneof(
  fc.array(fc.string({ unit: 'grapheme' })).map((values) => list('string', values)),
  fc.array(fc.integer()).map((values) => list('int32', values)),
  fc.array(fc.double()).map((values) => list('float64', values)),
)
const nestedList = fc.array(flatList).map((values) => list('array', values))
const pairs = fc.uniqueArray(
  fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.oneof(scalar, flatList, nestedList)),
  {
    selector: ([key]) => key,
    maxLength: 12,
  },
)

const tensors: fc.Arbitrary<TensorSpec[]> = fc
  .uniqueArray(
    fc.record({
      name: fc.string(),
      dims: fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 8 }),
      type: fc.constantFrom(0, 1, 24, 28, 30),
    }),
    {
      selector: ({ name }) => name,
      maxLength: 6,
    },
  )
  .map((specs) =>
    specs.map((spec) => ({
      ...spec,
      dims: spec.dims.slice(0, 5),
      data: new Uint8Array(spec.dims.slice(0, 5).reduce((a, b) => a * b, 1) * (ggmlType(spec.type)?.blockBytes ?? 0)),
    })),
  )

async function plain(entry: GgufEntry, bytes: Uint8Array): Promise<unknown> {
  if (entry.type === 'long-string') return entry
  if (entry.type !== 'array') return { type: entry.type, value: entry.value }
  if (entry.elements === 'array') return { type: 'array', elements: 'array', count: entry.count }
  return { type: 'array', elements: entry.elements, values: await decodeArray(bytesInMemory(bytes), entry) }
}

const expected = (value: GgufValue): unknown =>
  value.type === 'array' && value.elements === 'array'
    ? { type: 'array', elements: 'array', count: value.values.length }
    : value

test('what is written is what is read', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(pairs, tensors, fc.constantFrom(2, 3), async (metadata, specs, version) => {
      const bytes = writeGguf({ version, metadata, tensors: specs })
      const header = await readGgufHeader(bytesInMemory(bytes))
      expect(header.version).toBe(version)
      expect(
        await Promise.all([...header.metadata].map(async ([key, entry]) => [key, await plain(entry, bytes)])),
      ).toEqual(metadata.map(([key, value]) => [key, expected(value)]))
      expect(header.tensors.map(({ name, dims, bytes: size }) => ({ name, dims, size }))).toEqual(
        specs.map(({ name, dims, data }) => ({ name, dims, size: data.length })),
      )
      expectInside(header, bytes.length)
    }),
    { seed, numRuns: 300 },
  )
})

/** The oracle counts on its own, in BigInts. */
function expectInside({ dataOffset, tensors: table, alignment, metadata }: GgufHeader, fileBytes: number): void {
  for (const tensor of table) {
    const type = [...Array(64).keys()].map((id) => ggmlType(id)).find((known) => known?.name === tensor.type)
    const elements = tensor.dims.reduce((product, dim) => product * BigInt(dim), 1n)
    expect(BigInt(tensor.bytes) * BigInt(type?.blockElements ?? 0)).toBe(elements * BigInt(type?.blockBytes ?? 0))
    expect(BigInt(dataOffset) + BigInt(tensor.offset) + BigInt(tensor.bytes) <= BigInt(fileBytes)).toBe(true)
    expect((dataOffset + tensor.offset) % alignment).toBe(0)
  }
  const ends = [...metadata.values()].map((entry) => {
    if (entry.type === 'array') return entry.offset + entry.count * leastBytes[entry.elements]
    return entry.type === 'long-string' ? entry.offset + entry.bytes : 0
  })
  expect(Math.max(0, ...ends)).toBeLessThanOrEqual(fileBytes)
}

const good = tinyLlama({ layers: 1 })
const headerBytes = 8000

type Mutation = (bytes: Uint8Array) => Uint8Array
const at = fc.integer({ min: 0, max: headerBytes })
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(at, fc.integer({ min: 0, max: 7 })).map(([place, bit]) =>
    changed((bytes) => {
      bytes[place] = (bytes[place] ?? 0) ^ (1 << bit)
    }),
  ),
  fc
    .tuple(at, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }))
    .map(([place, value]) => changed((bytes) => new DataView(bytes.buffer).setBigUint64(place, value, true))),
  // Small lies get further than large ones.
  fc
    .tuple(at, fc.integer({ min: 0, max: 512 }))
    .map(([place, value]) => changed((bytes) => new DataView(bytes.buffer).setUint32(place, value, true))),
  fc.integer({ min: 0, max: good.length }).map(
    (length): Mutation =>
      (bytes) =>
        bytes.slice(0, length),
  ),
  fc
    .tuple(at, at, fc.integer({ min: 1, max: 200 }))
    .map(([from, to, length]) => changed((bytes) => bytes.copyWithin(to, from, from + length))),
)

function changed(change: (bytes: Uint8Array) => unknown): Mutation {
  return (bytes) => {
    if (bytes.length <= headerBytes + 300) return bytes
    change(bytes)
    return bytes
  }
}

async function expectTypedOrInside(bytes: Uint8Array): Promise<'accepted' | 'refused'> {
  const source = bytesInMemory(bytes)
  const outcome: unknown = await readGgufHeader(source).then(
    async (header) => {
      expectInside(header, bytes.length)
      return checkTextModel(await describeModel(header, source))
    },
    (error: unknown) => error,
  )
  if (outcome === null) return 'accepted'
  if (outcome instanceof AppError) return 'refused'
  throw outcome
}

test('a mutated file is refused with a code, or every range lies inside it', { timeout: 60_000 }, async () => {
  const seen = { accepted: 0, refused: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
      seen[await expectTypedOrInside(mutations.reduce<Uint8Array>((bytes, mutate) => mutate(bytes), good.slice()))]++
    }),
    { seed, numRuns: 2000 },
  )
  // Both happen, or the mutations test nothing.
  expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(100)
})

test('random dimensions and offsets never get past a BigInt check', { timeout: 60_000 }, async () => {
  const huge = fc.oneof(
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    fc.integer({ min: 0, max: 64 }).map((bits) => 2n ** BigInt(bits) % 2n ** 64n),
  )
  const first = { name: 'first', dims: [40], type: 24, data: new Uint8Array(40) }
  const behindFirst = 64n
  const spec = fc.record({
    dims: fc.array(fc.oneof(huge, fc.bigInt({ min: 0n, max: 40n })), { maxLength: 8 }),
    type: fc.integer({ min: 0, max: 44 }),
    offset: fc.oneof({ arbitrary: fc.constant(behindFirst), weight: 3 }, { arbitrary: huge, weight: 1 }),
  })
  let accepted = 0
  await fc.assert(
    fc.asyncProperty(spec, async ({ dims, type, offset }) => {
      const bytes = writeGguf({
        metadata: [],
        tensors: [first, { name: 'a', dims, type, offset, data: new Uint8Array(4096) }],
      })
      const known = ggmlType(type)
      const rowFits = known !== undefined && Number((dims[0] ?? 1n) % BigInt(known.blockElements)) === 0
      const size =
        known === undefined
          ? 0n
          : (dims.reduce((a, b) => a * b, 1n) / BigInt(known.blockElements)) * BigInt(known.blockBytes)
      const fits = rowFits && dims.every((dim) => dim < 2n ** 53n) && offset === behindFirst && size <= 4096n
      if (fits) accepted++
      const outcome = await readGgufHeader(bytesInMemory(bytes)).then(
        () => true,
        (error: unknown) => !(error instanceof AppError) && error,
      )
      expect(outcome).toBe(fits)
    }),
    { seed, numRuns: 2000 },
  )
  expect(accepted).toBeGreaterThan(50)
})

test('arbitrary bytes after a sound start are refused with a code', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 400 }),
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: 0, max: 5 }),
      async (rest, tensorCount, keys) => {
        const bytes = new Uint8Array(24 + rest.length)
        bytes.set(writeGguf({ metadata: [], tensors: [] }).subarray(0, 24))
        bytes[8] = tensorCount
        bytes[16] = keys
        bytes.set(rest, 24)
        expect(await expectTypedOrInside(bytes)).toBe('refused')
      },
    ),
    { seed, numRuns: 1000 },
  )
})
