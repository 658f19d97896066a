import Database from 'better-sqlite3'
import { AppError, type ErrorCode } from '../../contract/errors.ts'

/** Databases that reported damage in this run: their next start looks closely, however they end. */
const damaged = new WeakSet<Database.Database>()

export function isDamaged(db: Database.Database): boolean {
  return damaged.has(db)
}

/**
 * What SQLite throws as the error a user can be told about. Errors that only a mistake of ours can cause (a broken
 * constraint, a misused statement) come back unchanged.
 */
export function toDataError(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error
  const code = dataErrorCode(error.code)
  return code === null ? error : new AppError(code, `${error.code}: ${error.message}`, { cause: error })
}

function dataErrorCode(code: string): ErrorCode | null {
  if (code === 'SQLITE_FULL') return 'DATA_DISK_FULL'
  if (/^SQLITE_(?:CORRUPT|NOTADB)/.test(code)) return 'DATA_DAMAGED'
  if (/^SQLITE_(?:BUSY|LOCKED)/.test(code)) return 'DATA_LOCKED'
  if (/^SQLITE_(?:READONLY|CANTOPEN|PERM|AUTH)/.test(code)) return 'DATA_READ_ONLY'
  if (code.startsWith('SQLITE_IOERR')) return ioErrorCode(code)
  return null
}

// A disk that takes no more writes fails in any of the writing calls (the shared-memory file too); one that cannot be
// read is a damaged one.
function ioErrorCode(code: string): ErrorCode {
  return /(?:READ|DATA|CORRUPTFS|IN_PAGE|MMAP)$/.test(code) ? 'DATA_DAMAGED' : 'DATA_DISK_FULL'
}

/** Runs `work` on `db`, translating what SQLite throws. */
export function withDataErrors<T>(db: Database.Database, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const translated = toDataError(error)
    if (translated instanceof AppError && translated.code === 'DATA_DAMAGED') damaged.add(db)
    throw translated
  }
}

type Methods = Readonly<Record<string, (...args: never[]) => unknown>>

/** The same functions with SQLite's errors translated: the edge of every store. */
export function guardStore<Store extends Methods>(db: Database.Database, store: Store): Store {
  const guarded = Object.entries(store).map(([name, method]) => [
    name,
    (...args: never[]) => withDataErrors(db, () => method(...args)),
  ])
  return Object.fromEntries(guarded) as Store
}
