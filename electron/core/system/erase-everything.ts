import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { withDataErrors } from '../db/sqlite-errors.ts'
import type { Log } from '../ports.ts'

/** Tables that are emptied, children before what they refer to. Every other one is in `keptTables`. */
export const erasedTables = ['message_chunk', 'message', 'chat', 'setting', 'model'] as const
/** The words of messages and titles; full-text tables have tables of their own beneath them. */
export const erasedIndexes = ['chat_search', 'message_search'] as const
/** What the database knows about itself, and nothing about its owner. */
export const keptTables = ['app_state', 'sqlite_sequence'] as const

export type EraseEverythingDeps = {
  db: Database
  backups: string
  /** Ends what is being made, keeps new questions out until the work is done, and tells which chats are gone. */
  emptiedBy(work: () => Promise<void>): Promise<void>
  unload(): Promise<void>
  resetSettings(): void
  clearLog(): void
  /** Looks anew at which models there are. */
  forgetModels(): Promise<void>
  log: Log
}

/**
 * Erases chats, settings, the list of added files, logs and all backups for good; model files stay. Throws when nothing
 * was erased, and also when something besides the data could not be: everything else is erased then. Asked for twice,
 * it happens once.
 */
export function createEraseEverything(deps: EraseEverythingDeps): () => Promise<void> {
  const { db, backups, emptiedBy, unload, resetSettings, clearLog, forgetModels, log } = deps
  let erasing: Promise<void> | null = null

  async function work(): Promise<void> {
    await unload().catch((error: unknown) => log.warn('erase.unload', { error }))
    withDataErrors(db, () => emptyTables(db))
    const failures: unknown[] = []
    const steps: readonly (() => void | Promise<void>)[] = [
      resetSettings,
      () => withDataErrors(db, () => overwrite(db)),
      () => removeFiles(backups),
      clearLog,
      forgetModels,
    ]
    for (const step of steps) {
      try {
        await step()
      } catch (error) {
        failures.push(error)
      }
    }
    for (const error of failures) log.error('erase.incomplete', { error })
    if (failures.length > 0) throw failures[0]
  }
  return () => (erasing ??= emptiedBy(work).finally(() => (erasing = null)))
}

/** The database goes on being used, so it is emptied (`secure_delete` overwrites what was there) rather than removed. */
function emptyTables(db: Database): void {
  db.transaction(() => {
    for (const table of erasedTables) db.exec(`DELETE FROM ${table}`)
    for (const index of erasedIndexes) db.exec(`INSERT INTO ${index} (${index}) VALUES ('delete-all')`)
  }).immediate()
}

function overwrite(db: Database): void {
  db.exec('VACUUM')
  db.pragma('wal_checkpoint(TRUNCATE)')
}

function removeFiles(folder: string): void {
  for (const name of namesIn(folder)) rmSync(join(folder, name), { recursive: true, force: true })
}

/** A folder that is gone holds nothing. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
