import Database from 'better-sqlite3'
import { existsSync, renameSync } from 'node:fs'
import { AppError } from '../../contract/errors.ts'
import { toDataError } from './sqlite-errors.ts'

/**
 * The data folder's lock: an exclusive lock held on a database of its own for as long as the app runs. It dies with
 * the process, so there is never a stale one. `identity` is that of the database last opened under this lock.
 */
export type DataLock = { identity: string | null; remember(identity: string): void; release(): void }

/** Throws `DATA_LOCKED` at once when another process holds the folder. */
export function takeDataLock(path: string): DataLock {
  try {
    return lock(path)
  } catch (error) {
    const translated = toDataError(error)
    if (!(translated instanceof AppError) || translated.code !== 'DATA_DAMAGED') throw translated
    // Nobody can hold a lock on what is no database, and nothing of worth is in it.
    if (existsSync(path)) renameSync(path, `${path}.damaged`)
    return lock(path)
  }
}

function lock(path: string): DataLock {
  const db = new Database(path, { timeout: 0 })
  try {
    // In this mode a lock once taken is kept until the connection closes, whatever commits meanwhile.
    db.pragma('locking_mode = EXCLUSIVE')
    db.exec('BEGIN EXCLUSIVE')
    db.exec('CREATE TABLE IF NOT EXISTS holder (id INTEGER PRIMARY KEY CHECK (id = 1), identity TEXT NOT NULL) STRICT')
    db.exec('COMMIT')
    const identity = db.prepare<[], string>('SELECT identity FROM holder').pluck().get() ?? null
    const remember = db.prepare<[string]>('INSERT OR REPLACE INTO holder (id, identity) VALUES (1, ?)')
    db.exec('BEGIN EXCLUSIVE')
    return {
      identity,
      remember: (next) => {
        remember.run(next)
        db.exec('COMMIT')
        db.exec('BEGIN EXCLUSIVE')
      },
      release: () => {
        db.close()
      },
    }
  } catch (error) {
    db.close()
    throw error
  }
}
