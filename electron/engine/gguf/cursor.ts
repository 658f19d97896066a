import type { ByteSource } from './byte-source.ts'
import type { AppError } from '../../contract/errors.ts'
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
  /** For what was taken last, which cannot be. */
  damaged(why: string): AppError
}

export function createCursor(source: ByteSource, start = 0, end: number = limits.headerBytes): Cursor {
  const size = Number(source.size)
  if (!Number.isSafeInteger(size) || size < 0) throw damaged('impossible file size', 0)
  let view: DataView = new DataView(new ArrayBuffer(0))
  let viewStart = start
  let at = 0
  /** Where what was taken last begins. */
  let last = start
  let chunk = firstChunk

  const offset = (): number => viewStart + at
  const available = (): number => Math.max(0, view.byteLength - at)

  const claim = (bytes: number): void => {
    const needed = offset() + bytes
    if (needed > end) throw damaged('the header is larger than any real one', offset())
    if (needed > size) throw truncated(offset(), needed, size)
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

  /** Moves on, and gives the place in the buffer from which to take. */
  const take = (bytes: number): number => {
    const from = at
    last = viewStart + from
    at += bytes
    return from
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
    uint32: () => view.getUint32(take(4), true),
    uint64: () => view.getBigUint64(take(8), true),
    count: () => {
      const from = take(8)
      return view.getUint32(from, true) + view.getUint32(from + 4, true) * 2 ** 32
    },
    bytes: (length) => new DataView(view.buffer, view.byteOffset + take(length), length),
    damaged: (why) => damaged(why, last),
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
    if (more.length === 0) throw truncated(from, from + least, from + length)
    const part = more.subarray(0, wanted - length)
    whole.set(part, length)
    length += part.length
  }
  return whole.subarray(0, length)
}
