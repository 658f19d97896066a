import type { Cursor } from './cursor.ts'
import { leastBytes, valueTypes } from './gguf-header.ts'
import type { GgufEntry, GgufMetadata, NumberType } from './gguf-header.ts'
import { limits } from './gguf-limits.ts'
import { readArrayHead, skipArray } from './skip-array.ts'
import type { TextBudget } from './text-budget.ts'

const defaultAlignment = 32

export type ReadMetadata = {
  readonly metadata: GgufMetadata
  /** Of the tensors, in bytes: a power of two. */
  readonly alignment: number
}

export async function readMetadata(cursor: Cursor, count: number, text: TextBudget): Promise<ReadMetadata> {
  const metadata = new Map<string, GgufEntry>()
  let alignment = defaultAlignment
  for (let index = 0; index < count; index++) {
    const key = await text.name(cursor)
    if (key === '') throw cursor.damaged('an empty key')
    if (metadata.has(key)) throw cursor.damaged('a key appears twice')
    const entry = await readEntry(cursor, text)
    if (key === 'general.alignment') alignment = alignmentIn(entry, cursor)
    metadata.set(key, entry)
  }
  return { metadata, alignment }
}

function alignmentIn(entry: GgufEntry, cursor: Cursor): number {
  if (entry.type !== 'uint32') throw cursor.damaged('the alignment is not a uint32')
  const { value } = entry
  if (value === 0 || (value & (value - 1)) !== 0 || value > limits.alignment)
    throw cursor.damaged('the alignment is impossible')
  return value
}

async function readEntry(cursor: Cursor, text: TextBudget): Promise<GgufEntry> {
  await cursor.ensure(4)
  const type = valueTypes[cursor.uint32()]
  if (type === undefined) throw cursor.damaged('unknown value type')
  switch (type) {
    case 'array': {
      const head = await readArrayHead(cursor)
      const offset = cursor.offset()
      await skipArray(cursor, head)
      return { type, ...head, offset }
    }
    case 'string':
      return await readText(cursor, text)
    default: {
      await cursor.ensure(leastBytes[type])
      const view = cursor.bytes(leastBytes[type])
      if (type === 'bool') return { type, value: view.getUint8(0) !== 0 }
      if (type === 'uint64') return { type, value: view.getBigUint64(0, true) }
      if (type === 'int64') return { type, value: view.getBigInt64(0, true) }
      return { type, value: numberIn(view, type, 0) }
    }
  }
}

async function readText(cursor: Cursor, text: TextBudget): Promise<GgufEntry> {
  await cursor.ensure(8)
  const bytes = cursor.count()
  if (bytes > limits.stringBytes) throw cursor.damaged('a string is too long')
  if (bytes > limits.keptStringBytes || !text.take(bytes)) {
    const offset = cursor.offset()
    cursor.skip(bytes)
    return { type: 'long-string', offset, bytes }
  }
  await cursor.ensure(bytes)
  return { type: 'string', value: lenient.decode(cursor.bytes(bytes)) }
}

/** A value is shown or rendered, never looked up: a wrong byte in it is no reason to refuse the model. */
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })

export function numberIn(view: DataView, type: NumberType, at: number): number {
  switch (type) {
    case 'uint8':
      return view.getUint8(at)
    case 'int8':
      return view.getInt8(at)
    case 'uint16':
      return view.getUint16(at, true)
    case 'int16':
      return view.getInt16(at, true)
    case 'uint32':
      return view.getUint32(at, true)
    case 'int32':
      return view.getInt32(at, true)
    case 'float32':
      return view.getFloat32(at, true)
    case 'float64':
      return view.getFloat64(at, true)
  }
}
