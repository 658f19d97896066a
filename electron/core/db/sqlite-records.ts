import { pageSize, type Pages } from './sqlite-pages.ts'

export type Value = null | number | bigint | string | Buffer
export type Row = { rowid: number; values: readonly Value[] }

const tableLeaf = 0x0d
// How much of a record stays on its page: https://www.sqlite.org/fileformat2.html#b_tree_pages
const mostLocal = pageSize - 35
const leastLocal = Math.floor(((pageSize - 12) * 32) / 255) - 23
const overflowSize = pageSize - 4
const mostColumns = 64

/**
 * Every row that can be read from the leaf pages of tables, wherever they hang: neither the schema nor the inner pages
 * of a tree are needed, so a damaged page costs the rows on it and no others. What cannot be read is passed over.
 */
export function* readRows(pages: Pages): Generator<Row> {
  for (let number = 1; number <= pages.count; number++) {
    const page = pages.page(number)
    const start = number === 1 ? 100 : 0
    if (page === null || page[start] !== tableLeaf) continue
    const cells = Math.min(page.readUInt16BE(start + 3), Math.floor((pageSize - start - 8) / 2))
    for (let cell = 0; cell < cells; cell++) {
      const row = attempt(() => readCell(pages, page, page.readUInt16BE(start + 8 + cell * 2)))
      if (row !== null) yield row
    }
  }
}

// Reading past the end of a buffer is how damage shows; it is expected here and says nothing more.
function attempt<T>(read: () => T | null): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function readCell(pages: Pages, page: Buffer, at: number): Row | null {
  const length = readVarint(page, at)
  const rowid = readVarint(page, length.end)
  const payload = readPayload(pages, page, rowid.end, length.value)
  const values = payload === null ? null : readRecord(payload)
  return values === null || !Number.isSafeInteger(rowid.value) ? null : { rowid: rowid.value, values }
}

function readPayload(pages: Pages, page: Buffer, at: number, length: number): Buffer | null {
  if (length > pages.count * pageSize) return null
  if (length <= mostLocal) return at + length <= pageSize ? page.subarray(at, at + length) : null
  const fitting = leastLocal + ((length - leastLocal) % overflowSize)
  const local = fitting <= mostLocal ? fitting : leastLocal
  if (at + local + 4 > pageSize) return null
  const pieces = [page.subarray(at, at + local)]
  let next = page.readUInt32BE(at + local)
  for (let missing = length - local; missing > 0; missing -= overflowSize) {
    const overflow = next === 0 ? null : pages.page(next)
    if (overflow === null) return null
    pieces.push(overflow.subarray(4, 4 + Math.min(missing, overflowSize)))
    next = overflow.readUInt32BE(0)
  }
  return Buffer.concat(pieces)
}

function readRecord(payload: Buffer): Value[] | null {
  const header = readVarint(payload, 0)
  if (header.value > payload.length) return null
  const types: number[] = []
  for (let at = header.end; at < header.value;) {
    const type = readVarint(payload, at)
    types.push(type.value)
    at = type.end
    if (types.length > mostColumns) return null
  }
  const values: Value[] = []
  let at = header.value
  for (const type of types) {
    const size = sizeOf(type)
    if (size === null || at + size > payload.length) return null
    values.push(readValue(payload, at, type, size))
    at += size
  }
  return at === payload.length ? values : null
}

function sizeOf(type: number): number | null {
  if (type >= 12) return Math.floor((type - 12) / 2)
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type] ?? null
}

function readValue(payload: Buffer, at: number, type: number, size: number): Value {
  if (type >= 12) {
    const bytes = payload.subarray(at, at + size)
    return type % 2 === 1 ? bytes.toString('utf8') : bytes
  }
  if (type === 0) return null
  if (type === 7) return payload.readDoubleBE(at)
  if (type === 6) return narrow(payload.readBigInt64BE(at))
  return size === 0 ? type - 8 : payload.readIntBE(at, size)
}

function narrow(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** Up to nine bytes, seven bits each, the ninth whole. Past what a number holds the value is only known to be huge. */
function readVarint(bytes: Buffer, at: number): { value: number; end: number } {
  let value = 0
  for (let index = 0; index < 8; index++) {
    const byte = bytes.readUInt8(at + index)
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return { value, end: at + index + 1 }
  }
  return { value: value * 256 + bytes.readUInt8(at + 8), end: at + 9 }
}
