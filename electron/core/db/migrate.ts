import type Database from 'better-sqlite3'
import { AppError } from '../../contract/errors.ts'
import type { Log } from '../ports.ts'

/** One step of the schema. Never edited once it has shipped: the next step is another file. */
export type Migration = { id: number; name: string; up(db: Database.Database): void }

export type MigrateDeps = {
  db: Database.Database
  migrations: readonly Migration[]
  log: Log
  /** Called once before the first pending step on a database that already holds something. */
  backUp(next: Migration): void
}

export function schemaVersion(db: Database.Database): number {
  return Number(db.pragma('user_version', { simple: true }))
}

export function newestVersion(migrations: readonly Migration[]): number {
  return migrations.reduce((newest, migration) => Math.max(newest, migration.id), 0)
}

export function inOrder(migrations: readonly Migration[]): readonly Migration[] {
  return migrations.toSorted((a, b) => a.id - b.id)
}

/**
 * Brings the schema up to date. Each step and its version number land in one transaction, so a step that fails or a
 * process that dies leaves the database as it was before that step.
 */
export function migrate({ db, migrations, log, backUp }: MigrateDeps): void {
  const version = schemaVersion(db)
  const pending = inOrder(migrations).filter((migration) => migration.id > version)
  const first = pending[0]
  if (first === undefined) return
  if (version > 0) backUp(first)
  // Tables are rebuilt by copying, which must not set off cascades; the references are checked before each commit.
  db.pragma('foreign_keys = OFF')
  try {
    for (const migration of pending) {
      db.transaction(() => {
        migration.up(db)
        const broken = db.pragma('foreign_key_check')
        if (Array.isArray(broken) && broken.length > 0) {
          throw new AppError('INTERNAL', `migration ${migration.name} leaves ${broken.length} broken references`)
        }
        db.pragma(`user_version = ${migration.id}`)
      }).immediate()
      log.info('db.migrated', { id: migration.id, name: migration.name })
    }
  } finally {
    db.pragma('foreign_keys = ON')
  }
}
