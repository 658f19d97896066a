/** A source over memory that counts what is asked of it. Structurally a `ByteSource`. */
export type CountingSource = {
  readonly size: number
  read(offset: number, length: number): Promise<Uint8Array>
  readonly counts: { reads: number; bytes: number; largest: number }
}

export function countingSource(bytes: Uint8Array): CountingSource {
  const counts = { reads: 0, bytes: 0, largest: 0 }
  return {
    size: bytes.length,
    counts,
    read: (offset, length) => {
      const part = bytes.slice(offset, offset + length)
      counts.reads++
      counts.bytes += part.length
      counts.largest = Math.max(counts.largest, length)
      return Promise.resolve(part)
    },
  }
}
