/** The end of a stream of bytes, as text. Never holds more than twice `limit` bytes, whatever comes in. */
export type ByteTail = { push(chunk: Uint8Array): void; text(): string }

export function createByteTail(limit: number): ByteTail {
  let chunks: Uint8Array[] = []
  let size = 0

  function compact(): Uint8Array {
    const all = new Uint8Array(size)
    let at = 0
    for (const chunk of chunks) {
      all.set(chunk, at)
      at += chunk.length
    }
    const tail = size > limit ? all.slice(size - limit) : all
    chunks = [tail]
    size = tail.length
    return tail
  }

  return {
    push(chunk) {
      // A copy: a pooled buffer would be held whole for a few bytes of it.
      chunks.push(new Uint8Array(chunk.subarray(-limit)))
      size += Math.min(chunk.length, limit)
      if (size > 2 * limit || chunks.length > 256) compact()
    },
    text() {
      const tail = compact()
      // A character that was cut at the front is left out; continuation bytes are 10xxxxxx.
      let start = 0
      while (tail.length === limit && start < 3 && ((tail[start] ?? 0) & 0xc0) === 0x80) start++
      return new TextDecoder().decode(tail.subarray(start))
    },
  }
}
