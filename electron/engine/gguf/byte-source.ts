/** Where a reader gets its bytes: a local file, HTTP ranges, memory. */
export type ByteSource = {
  /** All of it, in bytes. */
  readonly size: number | bigint
  /** Up to `length` bytes from `offset`; fewer are allowed, none means the end. */
  read(offset: number, length: number): Promise<Uint8Array>
}

export function bytesInMemory(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  }
}
