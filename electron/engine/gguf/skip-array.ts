import type { Cursor } from './cursor.ts'
import { leastBytes, valueTypes } from './gguf-header.ts'
import type { ValueType } from './gguf-header.ts'
import { limits } from './gguf-limits.ts'

export type ArrayHead = { readonly elements: ValueType; readonly count: number }

/** Reads an array's element type and count, and refuses a count that the rest of the file cannot hold. */
export async function readArrayHead(cursor: Cursor): Promise<ArrayHead> {
  const wait = cursor.ensure(12)
  if (wait !== undefined) await wait
  return takeArrayHead(cursor)
}

function takeArrayHead(cursor: Cursor): ArrayHead {
  const elements = valueTypes[cursor.uint32()]
  if (elements === undefined) throw cursor.damaged('unknown value type in an array')
  const count = cursor.count()
  cursor.claim(count * leastBytes[elements])
  return { elements, count }
}

/**
 * Moves past an array without decoding it. Nested arrays are walked with a list of what is left on each level, not by recursion: an array of four
 * million empty arrays must not become four million promises.
 */
export async function skipArray(cursor: Cursor, head: ArrayHead): Promise<void> {
  const left: number[] = []
  let { elements, count } = head
  for (;;) {
    if (elements === 'array') {
      left.push(count)
      if (left.length >= limits.nesting) throw cursor.damaged('arrays nested too deep')
    } else if (elements === 'string') {
      await skipStrings(cursor, count)
    } else {
      cursor.skip(count * leastBytes[elements])
    }
    while (left.at(-1) === 0) left.pop()
    const open = left.pop()
    if (open === undefined) return
    left.push(open - 1)
    const wait = cursor.ensure(12)
    if (wait !== undefined) await wait
    ;({ elements, count } = takeArrayHead(cursor))
  }
}

async function skipStrings(cursor: Cursor, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    if (cursor.available() < 8) await cursor.ensure(8)
    const length = cursor.count()
    if (length > limits.stringBytes) throw cursor.damaged('a string is too long')
    cursor.skip(length)
  }
}
