import type { Cursor } from './cursor.ts'
import { limits } from './gguf-limits.ts'

/** Counts the text kept of one header, so that 65,536 long keys cannot fill memory within the limit of each. */
export type TextBudget = {
  /** False when nothing is left. */
  take(bytes: number): boolean
  /** Reads a key or a tensor name: it must be UTF-8, for it is looked up by. */
  name(cursor: Cursor): Promise<string>
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function createTextBudget(): TextBudget {
  let left: number = limits.keptTextBytes
  const take = (bytes: number): boolean => {
    if (bytes > left) return false
    left -= bytes
    return true
  }
  return {
    take,
    name: async (cursor) => {
      await cursor.ensure(8)
      const bytes = cursor.count()
      if (bytes > limits.nameBytes) throw cursor.damaged('a name is too long')
      if (!take(bytes)) throw cursor.damaged('too much text in names')
      await cursor.ensure(bytes)
      try {
        return strict.decode(cursor.bytes(bytes))
      } catch {
        throw cursor.damaged('a name is not UTF-8')
      }
    },
  }
}
