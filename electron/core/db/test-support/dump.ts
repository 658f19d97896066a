import type Database from 'better-sqlite3'
import { createHash } from 'node:crypto'

type TableDump = { rows: number; hash: string }

/** The tables that hold what users have; the search index and `app_state` are made from them or for one run. */
export const dataTables = ['chat', 'message', 'message_chunk', 'model', 'setting'] as const

/** Count and content of a table, in the order of its rows, over the named columns alone. */
export function dumpTable(db: Database.Database, table: string, columns = columnsOf(db, table)): TableDump {
  const rows = db
    .prepare(`SELECT ${columns.join(', ')} FROM ${table} ORDER BY rowid`)
    .raw()
    .all()
  return { rows: rows.length, hash: createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 16) }
}

export function columnsOf(db: Database.Database, table: string): readonly string[] {
  return db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table)
}

/** Everything users have, as text that differs when any of it does. */
export function dumpData(db: Database.Database): Readonly<Record<string, TableDump>> {
  return Object.fromEntries(dataTables.map((table) => [table, dumpTable(db, table)]))
}

/** The schema as SQLite keeps it. */
export function dumpSchema(db: Database.Database): readonly string[] {
  return db.prepare<[], string>('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name').pluck().all()
}
