import type Database from 'better-sqlite3'
import { AppError } from '../../contract/errors.ts'
import type { DataNotice } from '../../contract/system.ts'
import { folderErrors } from '../folder-errors.ts'
import { uuid7 } from '../uuid7.ts'
import type { Clock, Log, Paths } from '../ports.ts'
import { clearAppState, readAppState, writeAppState } from './app-state.ts'
import { backUpBefore, backUpDaily, removeUnfinishedBackups } from './backups.ts'
import { applicationId, connect } from './connection.ts'
import { closeToOthers, prepareDataFolder, prepareSubfolders } from './data-folder.ts'
import { type DataLock, takeDataLock } from './data-lock.ts'
import { inspectDatabase } from './inspect.ts'
import { migrate, type Migration } from './migrate.ts'
import { migrations as allMigrations } from './migrations.ts'
import { repair, type RepairDeps, resumeRepair } from './repair.ts'
import { refreshSearchIndex } from './search-index.ts'
import { isDamaged, toDataError } from './sqlite-errors.ts'

export type OpenDatabaseDeps = {
  paths: Paths
  log: Log
  clock: Clock
  /** Called once the folder is this process's alone, before anything in it is looked at. */
  onLocked?(): void
  /** Every step of the schema; a test gives its own. */
  migrations?: readonly Migration[]
}

export type OpenDatabase = {
  db: Database.Database
  /** What happened to damaged data, for the user; null when there was none. */
  notice: DataNotice | null
  /** Copies the database when the newest daily copy is a day old; resolves to whether it did. Never rejects. */
  backUpDaily(): Promise<boolean>
  /** Ends a copy in progress, marks the clean end, closes, and gives the data folder free. */
  dispose(): void
}

/**
 * Opens the data folder for this process alone. Throws `DATA_LOCKED` (another process holds it), `DATA_NEWER_VERSION`
 * (a later Ingle wrote it; nothing is touched), `DATA_READ_ONLY` or `DATA_DISK_FULL`. Damaged data is no error: the
 * file is moved aside, what can be read of it is kept, and `notice` says so.
 */
export function openDatabase(deps: OpenDatabaseDeps): OpenDatabase {
  const { paths } = deps
  prepareDataFolder(paths)
  const lock = takeDataLock(paths.lockDatabase)
  try {
    prepareSubfolders(paths)
    folderErrors(() => deps.onLocked?.())
    closeToOthers(paths, deps.log)
    removeUnfinishedBackups(paths.backups)
    return openLocked(deps, lock)
  } catch (error) {
    lock.release()
    throw toDataError(error)
  }
}

function openLocked(deps: OpenDatabaseDeps, lock: DataLock): OpenDatabase {
  const { log } = deps
  const migrations = deps.migrations ?? allMigrations
  const repairs = { ...deps, migrations }
  let notice = resumeRepair(repairs) ?? repairIfDamaged(repairs, lock)
  let db: Database.Database
  try {
    db = start(deps, migrations, lock)
  } catch (error) {
    // Damage that the look before did not meet, since the last run ended well. What was just repaired is not damaged.
    if (notice !== null || !(error instanceof AppError) || error.code !== 'DATA_DAMAGED') throw error
    notice = repair(repairs, 'check-failed')
    db = start(deps, migrations, lock)
  }
  const copying = new AbortController()
  return {
    db,
    notice,
    backUpDaily: () => backUpDaily(db, deps, copying.signal),
    dispose: () => {
      copying.abort()
      if (!db.open) return
      markClean(db, log)
      try {
        db.close()
      } finally {
        lock.release()
      }
    },
  }
}

function repairIfDamaged(deps: RepairDeps, lock: DataLock): DataNotice | null {
  const verdict = inspectDatabase(deps.paths, { migrations: deps.migrations, identity: lock.identity })
  return verdict.kind === 'damaged' ? repair(deps, verdict.reason) : null
}

function start(deps: OpenDatabaseDeps, migrations: readonly Migration[], lock: DataLock): Database.Database {
  let db: Database.Database | null = null
  try {
    db = connect(deps.paths.database)
    lock.remember(setUp(db, deps, migrations))
    return db
  } catch (error) {
    db?.close()
    throw toDataError(error)
  }
}

/** Returns the database's identity. */
function setUp(db: Database.Database, deps: OpenDatabaseDeps, migrations: readonly Migration[]): string {
  const { log, clock } = deps
  db.pragma(`application_id = ${applicationId}`)
  migrate({ db, migrations, log, backUp: (next) => backUpBefore(db, next, deps) })
  const now = clock.now()
  writeAppState(db, 'open', '1', now)
  const identity = readAppState(db, 'identity') ?? uuid7(now)
  writeAppState(db, 'identity', identity, now)
  if (refreshSearchIndex(db, now)) log.info('db.searchIndexFilled')
  // From here on the main file alone says whose log may lie beside it.
  db.pragma('wal_checkpoint(TRUNCATE)')
  return identity
}

/** Without this mark the next start looks for damage first. */
function markClean(db: Database.Database, log: Log): void {
  if (isDamaged(db)) return
  try {
    clearAppState(db, 'open')
  } catch (error) {
    log.warn('db.markCleanFailed', { error: String(error) })
  }
}
