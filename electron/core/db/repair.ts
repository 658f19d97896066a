import Database from 'better-sqlite3'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { DataNotice } from '../../contract/system.ts'
import type { Clock, Log, Paths } from '../ports.ts'
import { fileTime, listBackups } from './backups.ts'
import { applicationId, connect } from './connection.ts'
import { type Damage, passesCheck } from './inspect.ts'
import { migrate, type Migration, newestVersion, schemaVersion } from './migrate.ts'
import { salvage, type Salvaged } from './salvage.ts'
import { identityIn } from './salvage-tables.ts'
import { openPages, type Pages, toImage } from './sqlite-pages.ts'
import { readRows } from './sqlite-records.ts'

export type RepairDeps = { paths: Paths; clock: Clock; log: Log; migrations: readonly Migration[] }

const unfinished = '.repairing'
const suffixes = ['', '-wal', '-shm'] as const
// Checking a copy in memory is only done to choose between two readings of the files.
const mostPagesInMemory = 65_536

/**
 * Moves the damaged files into `backups/damaged-<time>/` (they are never deleted) and puts what can be read of them in
 * their place. The folder keeps another name until that is done, so a repair that was cut off goes on at the next start.
 */
export function repair(deps: RepairDeps, reason: Damage): DataNotice {
  const { paths, clock, log } = deps
  log.warn('db.damaged', { reason })
  const folder = freeName(join(paths.backups, `damaged-${fileTime(clock.now())}Z`))
  mkdirSync(`${folder}${unfinished}`, { mode: 0o700 })
  return repairIn(deps, `${folder}${unfinished}`)
}

/** Ends a repair that was cut off; null when there is none to end. */
export function resumeRepair(deps: RepairDeps): DataNotice | null {
  const { paths, log } = deps
  for (const name of readdirSync(paths.backups).filter((file) => file.endsWith(unfinished))) {
    const folder = join(paths.backups, name)
    if (readdirSync(folder).length === 0) {
      rmSync(folder, { recursive: true })
    } else if (existsSync(paths.database)) {
      // The last step was done: this is the repaired file, and the log beside it is an old one's.
      renameSync(folder, finalName(folder))
    } else {
      log.warn('db.repairResumed')
      return repairIn(deps, folder)
    }
  }
  return null
}

function repairIn(deps: RepairDeps, folder: string): DataNotice {
  const { paths, log } = deps
  for (const suffix of suffixes) {
    const from = `${paths.database}${suffix}`
    if (existsSync(from)) renameSync(from, join(folder, `${basename(paths.database)}${suffix}`))
  }
  const kept = rescue(deps, join(folder, basename(paths.database)))
  const done = finalName(folder)
  renameSync(folder, done)
  log.warn('db.repaired', kept)
  return { ...kept, folder: done }
}

function rescue(deps: RepairDeps, damaged: string) {
  const { paths, clock, log, migrations } = deps
  const target = join(paths.backups, `repaired-${fileTime(clock.now())}.partial`)
  for (const suffix of suffixes) rmSync(`${target}${suffix}`, { force: true })
  const salvaged = salvageTo(target, damaged, { migrations, log })
  const { chats, messages, missing } = salvaged
  const isEmpty = chats + messages === 0
  const backup =
    isEmpty || salvaged.settings === 0
      ? listBackups(paths.backups).find(({ path }) => isSoundBackup(path, newestVersion(migrations)))
      : undefined
  if (backup !== undefined && isEmpty) {
    const restored = `${target}-backup`
    copyFileSync(backup.path, restored)
    // A copy has the mode of what it is a copy of, and older backups were open to all.
    chmodSync(restored, 0o600)
    // What was set since that backup was made is newer than what is in it.
    copySettings({ from: target, to: restored })
    // Looking at it left an empty log beside it.
    for (const suffix of suffixes) rmSync(`${target}${suffix}`, { force: true })
    renameSync(restored, target)
  }
  const settings =
    backup !== undefined && !isEmpty ? copySettings({ from: backup.path, to: target }) : salvaged.settings
  if (isEmpty && backup === undefined && settings === 0) rmSync(target)
  else renameSync(target, paths.database)
  if (isEmpty && backup !== undefined) return { kind: 'restored' as const, at: backup.at }
  return isEmpty && settings === 0
    ? { kind: 'lost' as const }
    : { kind: 'salvaged' as const, chats, messages, missing, settings }
}

/** Each one alone, over what is there under its key. Returns how many there were. */
function copySettings({ from, to }: { from: string; to: string }): number {
  const source = new Database(from, { readonly: true })
  const target = new Database(to)
  try {
    const rows = source.prepare<[], [string, string]>('SELECT key, value FROM setting').raw().all()
    const insert = target.prepare('INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)')
    for (const row of rows) insert.run(...row)
    return rows.length
  } finally {
    source.close()
    target.close()
  }
}

function salvageTo(
  target: string,
  damaged: string,
  { migrations, log }: Pick<RepairDeps, 'migrations' | 'log'>,
): Salvaged {
  const db = connect(target)
  const pages = bestPages(damaged)
  try {
    db.pragma(`application_id = ${applicationId}`)
    migrate({ db, migrations, log, backUp: () => undefined })
    return salvage(db, pages)
  } finally {
    pages.close()
    db.close()
  }
}

/** With its log, unless the log is plainly another database's: it names another one, or it alone makes this one unsound. */
function bestPages(damaged: string): Pages {
  const alone = openPages(damaged, null)
  const logged = openPages(damaged, `${damaged}-wal`)
  const [own, other] = [identity(alone), identity(logged)]
  const isForeign = own !== null && other !== null && own !== other
  const [best, rest] = isForeign || (!isSound(logged) && isSound(alone)) ? [alone, logged] : [logged, alone]
  rest.close()
  return best
}

function identity(pages: Pages): string | null {
  for (const row of readRows(pages)) {
    const found = identityIn(row)
    if (found !== null) return found
  }
  return null
}

function isSound(pages: Pages): boolean {
  if (pages.count === 0 || pages.count > mostPagesInMemory) return false
  try {
    const db = new Database(toImage(pages))
    try {
      return passesCheck(db)
    } finally {
      db.close()
    }
  } catch {
    return false
  }
}

function isSoundBackup(path: string, newest: number): boolean {
  try {
    const db = new Database(path, { readonly: true })
    try {
      return schemaVersion(db) > 0 && schemaVersion(db) <= newest && passesCheck(db)
    } finally {
      db.close()
    }
  } catch {
    return false
  }
}

function finalName(folder: string): string {
  return folder.slice(0, -unfinished.length)
}

function freeName(wanted: string): string {
  for (let number = 2, name = wanted; ; number++) {
    if (!existsSync(name) && !existsSync(`${name}${unfinished}`)) return name
    name = `${wanted}-${number}`
  }
}
