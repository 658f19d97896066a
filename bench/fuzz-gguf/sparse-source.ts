/** A file with so many bytes of which only the first are given; the rest are zeros. */
export type SparseFile = { readonly head: Uint8Array; readonly size: number }

/** Counts what is asked of it, and calls `onRead` each time. Structurally a `ByteSource`. */
export type SparseSource = {
  readonly size: number
  readonly counts: { bytes: number; largest: number }
  read(offset: number, length: number): Promise<Uint8Array>
}

export function sparseSource({ head, size }: SparseFile, onRead: () => void = () => undefined): SparseSource {
  const counts = { bytes: 0, largest: 0 }
  return {
    size,
    counts,
    read(offset, length) {
      onRead()
      const bytes = Math.max(0, Math.min(length, size - offset))
      counts.bytes += bytes
      counts.largest = Math.max(counts.largest, length)
      if (offset + bytes <= head.length) return Promise.resolve(head.subarray(offset, offset + bytes))
      const part = new Uint8Array(bytes)
      part.set(head.subarray(offset, offset + bytes))
      return Promise.resolve(part)
    },
  }
}
