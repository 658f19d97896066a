import Database from 'better-sqlite3'
import { existsSync, statSync } from 'node:fs'
import { AppError } from '../../contract/errors.ts'
import type { Paths } from '../ports.ts'
import { readAppState } from './app-state.ts'
import { listBackups } from './backups.ts'
import { applicationId } from './connection.ts'
import { inOrder, type Migration, newestVersion, schemaVersion } from './migrate.ts'
import { toDataError } from './sqlite-errors.ts'

export type Damage = 'unreadable' | 'empty' | 'foreign' | 'foreign-log' | 'schema' | 'check-failed'
export type Verdict = { kind: 'none' } | { kind: 'sound' } | { kind: 'damaged'; reason: Damage }

export type Expected = {
  migrations: readonly Migration[]
  /** Of the database last opened here; null when unknown. */
  identity: string | null
}

// Checking this much takes some ten milliseconds; then damage is met here and not in the middle of a conversation.
const alwaysChecked = 4 * 1024 * 1024

const damaged = (reason: Damage): Verdict => ({ kind: 'damaged', reason })

/**
 * Looks at the database before anything writes to it, through a connection that cannot: neither a log that is not its
 * own nor a file from a later version is changed by looking. Throws `DATA_NEWER_VERSION`.
 */
export function inspectDatabase(paths: Paths, expected: Expected): Verdict {
  const log = bytes(`${paths.database}-wal`)
  if (bytes(paths.database) === 0) {
    // SQLite would take an empty file as a new database, and throw away the log beside it.
    const somethingIsLost = log > 0 || (existsSync(paths.database) && listBackups(paths.backups).length > 0)
    return somethingIsLost ? damaged('empty') : { kind: 'none' }
  }
  let db: Database.Database | null = null
  try {
    db = new Database(paths.database, { readonly: true, timeout: 5000 })
    db.pragma('cell_size_check = ON')
    return look(db, { ...expected, hasLog: log > 0, isSmall: bytes(paths.database) <= alwaysChecked })
  } catch (error) {
    const translated = toDataError(error)
    if (translated instanceof AppError && translated.code !== 'DATA_DAMAGED') throw translated
    return damaged('unreadable')
  } finally {
    db?.close()
  }
}

type Look = Expected & { hasLog: boolean; isSmall: boolean }

function look(db: Database.Database, { migrations, identity, hasLog, isSmall }: Look): Verdict {
  const version = schemaVersion(db)
  const newest = newestVersion(migrations)
  const id = Number(db.pragma('application_id', { simple: true }))
  const isOurs = id === applicationId
  if (!isOurs && id !== 0) return damaged('foreign')
  if (version === 0) {
    const isBlank = Number(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()) === 0
    return isBlank ? { kind: 'sound' } : damaged('foreign')
  }
  if (version > newest) {
    throw new AppError('DATA_NEWER_VERSION', `the data has version ${version}, this app knows ${newest}`, {
      data: { found: version, known: newest },
    })
  }
  if (!hasSchemaOf(db, migrations, version)) return damaged('schema')
  if (hasLog && identity !== null && readAppState(db, 'identity') !== identity) {
    return damaged('foreign-log')
  }
  if (!hasLog && !isSmall && readAppState(db, 'open') === null) return { kind: 'sound' }
  return passesCheck(db) ? { kind: 'sound' } : damaged('check-failed')
}

/**
 * The full check, not the quick one: it takes little longer, and comparing each index with its table also finds a log
 * that belongs to another database and a byte that changed in an id.
 */
export function passesCheck(db: Database.Database): boolean {
  return db.pragma('integrity_check(1)', { simple: true }) === 'ok'
}

/** SQLite itself does not notice a byte that changed in the text of its schema, in the name of a column for one. */
function hasSchemaOf(db: Database.Database, migrations: readonly Migration[], version: number): boolean {
  const model = new Database(':memory:')
  try {
    for (const migration of inOrder(migrations).filter(({ id }) => id <= version)) migration.up(model)
    return schemaText(model) === schemaText(db)
  } finally {
    model.close()
  }
}

function schemaText(db: Database.Database): string {
  const select = 'SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name'
  return JSON.stringify(db.prepare(select).raw().all())
}

function bytes(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
