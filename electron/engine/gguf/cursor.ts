import type { ByteSource } from './byte-source.ts'
import { damaged, truncated } from './gguf-errors.ts'
import { limits } from './gguf-limits.ts'

const firstChunk = 64 * 1024
const largestChunk = 1024 * 1024

/**
 * A position in a source with a buffer behind it. `ensure` waits only when bytes are missing; what it has granted is then read without waiting, so
 * a walk over 152,000 strings costs some ten reads and no promise a string.
 */
export type Cursor = {
  /** Length of the source. */
  readonly size: number
  offset(): number
  /** Bytes that can be taken without waiting. */
  available(): number
  /** Throws unless `bytes` more exist and belong to the header. */
  claim(bytes: number): void
  /** `claim`, and makes them readable. Undefined when they already are. */
  ensure(bytes: number): Promise<void> | undefined
  skip(bytes: number): void
  uint32(): number
  uint64(): bigint
  /** A uint64 as a number: exact up to 2^53, beyond it still large enough to fail every limit. */
  count(): number
  /** A view of the buffer: copy or decode it before the next `ensure`. */
  bytes(length: number): DataView
}

export function createCursor(source: ByteSource, start = 0, end: number = limits.headerBytes): Cursor {
  const size = Number(source.size)
  if (!Number.isSafeInteger(size) || size < 0) throw damaged('impossible file size')
  let view: DataView = new DataView(new ArrayBuffer(0))
  let viewStart = start
  let at = 0
  let chunk = firstChunk

  const offset = (): number => viewStart + at
  const available = (): number => Math.max(0, view.byteLength - at)

  const claim = (bytes: number): void => {
    const needed = offset() + bytes
    if (needed > end) throw damaged('the header is larger than any real one')
    if (needed > size) throw truncated(needed, size)
  }

  const fill = async (bytes: number): Promise<void> => {
    const from = offset()
    const wanted = Math.min(Math.max(bytes, chunk), size - from)
    chunk = Math.min(chunk * 2, largestChunk)
    const got = await readAtLeast(source, from, bytes, wanted)
    view = new DataView(got.buffer, got.byteOffset, got.byteLength)
    viewStart = from
    at = 0
  }

  return {
    size,
    offset,
    available,
    claim,
    ensure: (bytes) => {
      if (available() >= bytes) return undefined
      claim(bytes)
      return fill(bytes)
    },
    skip: (bytes) => {
      claim(bytes)
      at += bytes
    },
    uint32: () => {
      const value = view.getUint32(at, true)
      at += 4
      return value
    },
    uint64: () => {
      const value = view.getBigUint64(at, true)
      at += 8
      return value
    },
    count: () => {
      const value = view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32
      at += 8
      return value
    },
    bytes: (length) => {
      const part = new DataView(view.buffer, view.byteOffset + at, length)
      at += length
      return part
    },
  }
}

async function readAtLeast(source: ByteSource, from: number, least: number, wanted: number): Promise<Uint8Array> {
  const first = await source.read(from, wanted)
  if (first.length >= least) return first.subarray(0, wanted)
  const whole = new Uint8Array(wanted)
  whole.set(first)
  let length = first.length
  while (length < least) {
    const more = await source.read(from + length, wanted - length)
    // The file became shorter than it said, or the server sent less.
    if (more.length === 0) throw truncated(from + least, from + length)
    const part = more.subarray(0, wanted - length)
    whole.set(part, length)
    length += part.length
  }
  return whole.subarray(0, length)
}
