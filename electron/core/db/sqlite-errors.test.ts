import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { AppError } from '../../contract/errors.ts'
import { isDamaged, toDataError, withDataErrors } from './sqlite-errors.ts'

test.each([
  ['SQLITE_FULL', 'DATA_DISK_FULL'],
  ['SQLITE_IOERR_WRITE', 'DATA_DISK_FULL'],
  ['SQLITE_IOERR_FSYNC', 'DATA_DISK_FULL'],
  ['SQLITE_IOERR_SHMSIZE', 'DATA_DISK_FULL'],
  ['SQLITE_IOERR_READ', 'DATA_DAMAGED'],
  ['SQLITE_IOERR_SHORT_READ', 'DATA_DAMAGED'],
  ['SQLITE_CORRUPT', 'DATA_DAMAGED'],
  ['SQLITE_CORRUPT_VTAB', 'DATA_DAMAGED'],
  ['SQLITE_NOTADB', 'DATA_DAMAGED'],
  ['SQLITE_READONLY', 'DATA_READ_ONLY'],
  ['SQLITE_READONLY_DIRECTORY', 'DATA_READ_ONLY'],
  ['SQLITE_CANTOPEN', 'DATA_READ_ONLY'],
  ['SQLITE_BUSY', 'DATA_LOCKED'],
])('%s is told as %s, with the cause kept', (code, told) => {
  const cause = new Database.SqliteError('no', code)
  const error = toDataError(cause)
  expect(error).toBeInstanceOf(AppError)
  expect(error).toMatchObject({ code: told, cause })
})

test('a mistake of ours stays what it is', () => {
  const broken = new Database.SqliteError('no', 'SQLITE_CONSTRAINT_UNIQUE')
  const other = new TypeError('no')
  expect([toDataError(broken), toDataError(other)]).toEqual([broken, other])
})

test('a database that reported damage is known for it, one that was full is not', () => {
  const [damaged, full] = [new Database(':memory:'), new Database(':memory:')]
  const fail = (code: string) => () => {
    throw new Database.SqliteError('no', code)
  }
  expect(() => withDataErrors(damaged, fail('SQLITE_CORRUPT'))).toThrow()
  expect(() => withDataErrors(full, fail('SQLITE_FULL'))).toThrow()
  expect([isDamaged(damaged), isDamaged(full)]).toEqual([true, false])
})
