import Database from 'better-sqlite3'
import fc from 'fast-check'
import { copyFileSync, mkdirSync, rmSync, truncateSync } from 'node:fs'
import { expect, test } from 'vitest'
import { connect } from './connection.ts'
import { openPages, pageSize, toImage } from './sqlite-pages.ts'
import { readRows, type Value } from './sqlite-records.ts'
import { seededRandom } from './test-support/sample-data.ts'
import { tempPaths } from './test-support/test-data.ts'

/** A database and a copy of its two files as they are at that moment. */
function startDatabase() {
  const { data, database } = tempPaths()
  mkdirSync(data)
  const db = connect(database)
  const copy = `${data}/copy.db`
  return {
    db,
    files: () => {
      for (const suffix of ['', '-wal']) {
        rmSync(copy + suffix, { force: true })
        copyFileSync(database + suffix, copy + suffix)
      }
      return copy
    },
  }
}

const integers = [
  0,
  1,
  -1,
  127,
  128,
  -129,
  32_768,
  8_388_608,
  -8_388_609,
  2 ** 31,
  2 ** 47,
  -(2 ** 47) - 1,
  2 ** 53 - 1,
]
// Around the lengths at which a record leaves its page, and then a second page.
const lengths = [0, 1, 480, 4040, 4050, 4055, 4060, 4061, 4062, 4070, 4096, 8140, 8150, 12_000, 70_000]

test('every row that SQLite reads from a file and its log is read without SQLite, value for value', () => {
  const { db, files } = startDatabase()
  db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c); CREATE INDEX t_a ON t (a)')
  const insert = db.prepare('INSERT INTO t (id, a, b, c) VALUES (?, ?, ?, ?)')
  let id = -3
  const value = fc.oneof(
    fc.constantFrom(null, ...integers),
    fc.double({ noNaN: true }),
    fc.constantFrom(...lengths).map((length) => 'ü'.repeat(length / 2) + 'x'.repeat(length % 2)),
    fc.constantFrom(...lengths).map((length) => Buffer.alloc(length, 13)),
  )
  fc.assert(
    fc.property(fc.tuple(value, value, value), fc.nat(10_000), (values, step) => {
      id += step + 1
      insert.run(id, ...values)
    }),
    { numRuns: 300 },
  )
  for (let length = 4030; length < 4080; length++) insert.run(++id, Buffer.alloc(length), null, null)
  for (let length = 8120; length < 8170; length++) insert.run(++id, Buffer.alloc(length), null, null)
  db.prepare('DELETE FROM t WHERE id % 3 = 0 AND b IS NOT NULL').run()
  db.pragma('wal_checkpoint(PASSIVE)')
  db.prepare('UPDATE t SET c = ? WHERE id % 2 = 0').run('y'.repeat(5000))
  const copy = files()
  const expected = db
    .prepare<[], { id: number; a: Value; b: Value; c: Value }>('SELECT * FROM t ORDER BY id')
    .all()
    .map((row) => ({ rowid: row.id, values: [null, row.a, row.b, row.c] }))
  db.close()

  const pages = openPages(copy, `${copy}-wal`)
  const read = [...readRows(pages)].filter(({ values }) => values.length === 4).toSorted((a, b) => a.rowid - b.rowid)
  expect(read.length).toBeGreaterThan(100)
  expect(read).toEqual(expected)

  const inMemory = new Database(toImage(pages))
  expect(inMemory.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(inMemory.prepare('SELECT count(*) FROM t').pluck().get()).toBe(expected.length)
  inMemory.close()
  pages.close()
})

test('a log counts up to its last whole transaction', () => {
  const { db, files } = startDatabase()
  db.exec('CREATE TABLE t (a, b)')
  db.pragma('wal_checkpoint(TRUNCATE)')
  const insert = db.prepare('INSERT INTO t VALUES (?, ?)')
  const rowsAfter: number[] = []
  for (let row = 0; row < 6; row++) {
    insert.run(row, 'z'.repeat(9000))
    const copy = files()
    // What a crash cut off in the middle of the write that follows.
    truncateSync(`${copy}-wal`, 32 + Math.floor((row + 0.5) * 4 * (pageSize + 24)))
    const pages = openPages(copy, `${copy}-wal`)
    rowsAfter.push(
      [...readRows(pages)].filter(({ values }) => typeof values[1] === 'string' && values.length === 2).length,
    )
    pages.close()
    const whole = openPages(files(), `${copy}-wal`)
    expect([...readRows(whole)].filter(({ values }) => values.length === 2).length).toBe(row + 1)
    whole.close()
  }
  db.close()
  expect(rowsAfter.every((rows, row) => rows <= row)).toBe(true)
})

test('noise of any kind ends the reading, not the program', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(pageSize), (seed, start) => {
      const random = seededRandom(seed)
      const page = Buffer.from(Array.from({ length: pageSize }, () => Math.floor(random() * 256)))
      page.fill(0x0d, 0, 1)
      page.copyWithin(start, 0)
      const pages = { count: 1, page: (number: number) => (number <= 3 ? page : null), close: () => undefined }
      expect([...readRows(pages)].every((row) => Number.isSafeInteger(row.rowid))).toBe(true)
    }),
    { numRuns: 30 },
  )
})

test('files that are not there have no pages', () => {
  const { database } = tempPaths()
  const pages = openPages(database, `${database}-wal`)
  expect([pages.count, pages.page(1), [...readRows(pages)]]).toEqual([0, null, []])
  pages.close()
})
