import Database from 'better-sqlite3'
import { pageSize } from './sqlite-pages.ts'

/** Tells a database of this app from any other file: `INGL`. */
export const applicationId = 0x494e474c

/** A writing connection with everything that every one of them needs; to be opened under the data lock only. */
export function connect(path: string): Database.Database {
  const db = new Database(path, { timeout: 5000 })
  try {
    db.pragma(`page_size = ${pageSize}`)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    db.pragma('trusted_schema = OFF')
    db.pragma('cell_size_check = ON')
    // Deleted text is overwritten with zeros, not just forgotten.
    db.pragma('secure_delete = ON')
    db.pragma('temp_store = MEMORY')
    // A log that grew once (a large message) does not stay large.
    db.pragma('journal_size_limit = 16777216')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}
