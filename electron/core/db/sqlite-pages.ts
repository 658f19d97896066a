import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Every database of this app has pages of this size (`connection.ts`), so a damaged header need not be believed. */
export const pageSize = 4096

const logHeaderSize = 32
const frameHeaderSize = 24

/** The pages of a database file that nobody has open, numbered from 1, with its log laid over them. */
export type Pages = {
  count: number
  /** null where the file has no such page. */
  page(number: number): Buffer | null
  close(): void
}

/**
 * Reads a file page by page without believing anything in it. For files that were moved aside: opening the database in
 * use this way, and closing it again, would drop SQLite's locks. `log` may be missing, or null to leave it out.
 */
export function openPages(database: string, log: string | null): Pages {
  const main = openFile(database)
  const wal = log === null ? null : openFile(log)
  const frames = wal === null ? new Map<number, number>() : committedFrames(wal)
  const last = Math.max(0, ...frames.keys())
  return {
    count: Math.max(last, Math.floor((main?.size ?? 0) / pageSize)),
    page: (number) => {
      const frame = frames.get(number)
      if (frame !== undefined && wal !== null) return wal.read(frame, pageSize)
      return main?.read((number - 1) * pageSize, pageSize) ?? null
    },
    close: () => {
      main?.close()
      wal?.close()
    },
  }
}

/** The whole database as SQLite would see it, to be opened in memory. */
export function toImage(pages: Pages): Buffer {
  const image = Buffer.alloc(pages.count * pageSize)
  for (let number = 1; number <= pages.count; number++) pages.page(number)?.copy(image, (number - 1) * pageSize)
  // In memory there is no log; these two bytes say that one is used.
  if (image.length > 0) image.fill(1, 18, 20)
  return image
}

type OpenFile = { size: number; read(at: number, length: number): Buffer | null; close(): void }

function openFile(path: string): OpenFile | null {
  try {
    const file = openSync(path, 'r')
    return {
      size: fstatSync(file).size,
      read: (at, length) => {
        const buffer = Buffer.alloc(length)
        return readSync(file, buffer, 0, length, at) === length ? buffer : null
      },
      close: () => {
        closeSync(file)
      },
    }
  } catch {
    return null
  }
}

/** Where in the log the newest committed form of each page lies. Ends, as SQLite does, at the first frame that is off. */
function committedFrames(wal: OpenFile): Map<number, number> {
  const committed = new Map<number, number>()
  const header = wal.read(0, logHeaderSize)
  if (header === null || header.readUInt32BE(0) >>> 1 !== 0x377f0682 >>> 1) return committed
  if (header.readUInt32BE(8) !== pageSize) return committed
  const sums = checksum(header.readUInt32BE(0) % 2 === 1)
  if (!sums(header, 24).equals(header.subarray(24, 32))) return committed
  let open = new Map<number, number>()
  for (let at = logHeaderSize; ; at += frameHeaderSize + pageSize) {
    const frame = wal.read(at, frameHeaderSize + pageSize)
    if (frame === null || !frame.subarray(8, 16).equals(header.subarray(16, 24))) return committed
    sums(frame, 8)
    if (!sums(frame.subarray(frameHeaderSize), pageSize).equals(frame.subarray(16, 24))) return committed
    open.set(frame.readUInt32BE(0), at + frameHeaderSize)
    const isCommit = frame.readUInt32BE(4) !== 0
    if (!isCommit) continue
    for (const [number, offset] of open) committed.set(number, offset)
    open = new Map()
  }
}

/** The running sum of https://www.sqlite.org/fileformat2.html#checksum_algorithm, as the bytes that stand in the file. */
function checksum(bigEndian: boolean): (bytes: Buffer, length: number) => Buffer {
  const sum = new Uint32Array(2)
  const out = Buffer.alloc(8)
  return (bytes, length) => {
    let [a = 0, b = 0] = sum
    for (let at = 0; at < length; at += 8) {
      a = (a + (bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + b) >>> 0
      b = (b + (bigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + a) >>> 0
    }
    sum[0] = a
    sum[1] = b
    out.writeUInt32BE(a, 0)
    out.writeUInt32BE(b, 4)
    return out
  }
}
