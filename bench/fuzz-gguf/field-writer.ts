import { createByteWriter } from '../../e2e/support/gguf/byte-writer.ts'
import type { ByteWriter } from '../../e2e/support/gguf/byte-writer.ts'

/** Where a number of the header lies: a count, a length, a type, an offset or a value. */
export type Field = { readonly start: number; readonly bytes: number }

/** A writer that remembers where each number went. */
export function createFieldWriter(): ByteWriter & { readonly fields: readonly Field[] } {
  const writer = createByteWriter()
  const fields: Field[] = []
  const marking =
    <Args extends unknown[]>(write: (...args: Args) => void, bytes?: number) =>
    (...args: Args): void => {
      const start = writer.length()
      write(...args)
      fields.push({ start, bytes: bytes ?? writer.length() - start })
    }
  return {
    ...writer,
    fields,
    uint8: marking(writer.uint8),
    uint32: marking(writer.uint32),
    uint64: marking(writer.uint64),
    number: marking(writer.number),
    // The length in front of it.
    text: marking(writer.text, 8),
  }
}
