import type Database from 'better-sqlite3'
import { uuid7 } from '../uuid7.ts'
import type { Clock, Log, Paths } from '../ports.ts'
import { clearAppState, readAppState, writeAppState } from './app-state.ts'
import { backUpBefore, backUpDaily, removeUnfinishedBackups } from './backups.ts'
import { applicationId, connect } from './connection.ts'
import { prepareDataFolder, prepareSubfolders } from './data-folder.ts'
import { type DataLock, takeDataLock } from './data-lock.ts'
import { inspectDatabase } from './inspect.ts'
import { migrate, type Migration, newestVersion } from './migrate.ts'
import { migrations as allMigrations } from './migrations.ts'
import { type DataNotice, repair } from './repair.ts'
import { refreshSearchIndex } from './search-index.ts'
import { isDamaged, toDataError, withDataErrors } from './sqlite-errors.ts'

export type OpenDatabaseDeps = {
  paths: Paths
  log: Log
  clock: Clock
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
    removeUnfinishedBackups(paths.backups)
    return openLocked(deps, lock)
  } catch (error) {
    lock.release()
    throw toDataError(error)
  }
}

function openLocked(deps: OpenDatabaseDeps, lock: DataLock): OpenDatabase {
  const { paths, log, clock } = deps
  const migrations = deps.migrations ?? allMigrations
  const verdict = inspectDatabase(paths, { newest: newestVersion(migrations), identity: lock.identity })
  const notice = verdict.kind === 'damaged' ? repair({ paths, clock, log, migrations, reason: verdict.reason }) : null
  const db = connect(paths.database)
  try {
    withDataErrors(db, () => {
      setUp(db, deps, migrations)
    })
    lock.remember(readAppState(db, 'identity') ?? '')
  } catch (error) {
    db.close()
    throw error
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
      db.close()
      lock.release()
    },
  }
}

function setUp(db: Database.Database, deps: OpenDatabaseDeps, migrations: readonly Migration[]): void {
  const { log, clock } = deps
  db.pragma(`application_id = ${applicationId}`)
  migrate({ db, migrations, log, backUp: (next) => backUpBefore(db, next, deps) })
  const now = clock.now()
  writeAppState(db, 'open', '1', now)
  if (readAppState(db, 'identity') === null) writeAppState(db, 'identity', uuid7(now), now)
  if (refreshSearchIndex(db, now)) log.info('db.searchIndexFilled')
  // From here on the main file alone says whose log may lie beside it.
  db.pragma('wal_checkpoint(TRUNCATE)')
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
