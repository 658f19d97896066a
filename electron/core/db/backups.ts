import type Database from 'better-sqlite3'
import { existsSync, readdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock, Log, Paths } from '../ports.ts'
import type { Migration } from './migrate.ts'
import { toDataError } from './sqlite-errors.ts'

const day = 24 * 60 * 60 * 1000
const keepOfEachKind = 3
// What was erased must not live on in a copy for ever.
const longestLife = 30 * day
const partial = '.partial'
const pattern = /^(daily|before-\d{4})-(\d{6})-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d)Z\.db$/

type Kind = 'daily' | 'before'
export type Backup = { file: string; path: string; kind: Kind; number: number; at: number }

export type BackupsDeps = { paths: Paths; clock: Clock; log: Log }

/**
 * Copies of the database in `backups/`, made by SQLite and never by copying the file. They are numbered, so that their
 * order does not depend on the clock; one is written under another name first, so a half-written one is never taken.
 */
export function listBackups(folder: string): readonly Backup[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .flatMap((file) => {
      const [, kind, number, time] = pattern.exec(file) ?? []
      if (kind === undefined || time === undefined) return []
      const at = Date.parse(`${time.slice(0, 11)}${time.slice(11).replaceAll('-', ':')}Z`)
      return [{ file, path: join(folder, file), kind: kindOf(kind), number: Number(number), at }]
    })
    .toSorted((a, b) => b.number - a.number)
}

function kindOf(prefix: string): Kind {
  return prefix === 'daily' ? 'daily' : 'before'
}

/** `2026-11-24T05-33-23`: a time that every file system takes as a name. */
export function fileTime(now: number): string {
  return new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')
}

/** Removes what a run that died while copying left behind. */
export function removeUnfinishedBackups(folder: string): void {
  for (const file of readdirSync(folder)) {
    if (file.includes(partial)) rmSync(join(folder, file), { force: true })
  }
}

/** At once, inside the start: a copy from before the schema changes. A disk too full for it does not stop the start. */
export function backUpBefore(db: Database.Database, next: Migration, deps: BackupsDeps): void {
  const { paths, clock, log } = deps
  if (!hasRoomFor(paths)) {
    log.warn('db.backup.skipped', { reason: 'disk' })
    return
  }
  const target = nextPath(paths.backups, `before-${String(next.id).padStart(4, '0')}`, clock.now())
  try {
    db.prepare('VACUUM INTO ?').run(`${target}${partial}`)
  } catch (error) {
    rmSync(`${target}${partial}`, { force: true })
    throw toDataError(error)
  }
  renameSync(`${target}${partial}`, target)
  prune(paths.backups, 'before', clock.now())
  log.info('db.backup', { kind: 'before', id: next.id })
}

/**
 * A copy when the newest daily one is a day old, a few pages at a time between other work. `signal` ends it early.
 * Resolves to whether one was made; never rejects, since nobody waits for it.
 */
export async function backUpDaily(db: Database.Database, deps: BackupsDeps, signal: AbortSignal): Promise<boolean> {
  const { paths, clock, log } = deps
  const newest = listBackups(paths.backups).find((backup) => backup.kind === 'daily')
  const age = newest === undefined ? Infinity : clock.now() - newest.at
  // A copy from the future means that the clock was set back; it says nothing about the age.
  if (age >= 0 && age < day) return false
  const target = nextPath(paths.backups, 'daily', clock.now())
  try {
    if (!hasRoomFor(paths)) {
      log.warn('db.backup.skipped', { reason: 'disk' })
      return false
    }
    await db.backup(`${target}${partial}`, {
      progress: () => {
        signal.throwIfAborted()
        return 256
      },
    })
    renameSync(`${target}${partial}`, target)
    prune(paths.backups, 'daily', clock.now())
    log.info('db.backup', { kind: 'daily' })
    return true
  } catch (error) {
    rmSync(`${target}${partial}`, { force: true })
    if (!signal.aborted) log.warn('db.backup.failed', { error: String(error) })
    return false
  }
}

function nextPath(folder: string, prefix: string, now: number): string {
  const number = (listBackups(folder)[0]?.number ?? 0) + 1
  return join(folder, `${prefix}-${String(number).padStart(6, '0')}-${fileTime(now)}Z.db`)
}

function hasRoomFor(paths: Paths): boolean {
  const { bavail, bsize } = statfsSync(paths.backups)
  return bavail * bsize > 2 * statSync(paths.database).size
}

function prune(folder: string, kind: Kind, now: number): void {
  const backups = listBackups(folder)
  const ofKind = backups.filter((backup) => backup.kind === kind)
  const surplus = ofKind.slice(keepOfEachKind)
  const old = backups.slice(1).filter((backup) => now - backup.at > longestLife)
  for (const { path } of new Set([...surplus, ...old])) {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
  }
}
