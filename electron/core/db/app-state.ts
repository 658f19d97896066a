import type Database from 'better-sqlite3'

/**
 * What the database says about itself. `open`: there is a run that did not end cleanly (or has not ended yet).
 * `identity`: tells this database from any other. `search`: the way in which the search index was filled.
 * `scrub`: words of erased messages may still be in the index. `tuned`: what was found out about models on this machine.
 */
export type AppStateKey = 'open' | 'identity' | 'search' | 'scrub' | 'tuned'

export function readAppState(db: Database.Database, key: AppStateKey): string | null {
  return db.prepare<[string], string>('SELECT value FROM app_state WHERE key = ?').pluck().get(key) ?? null
}

export function writeAppState(db: Database.Database, key: AppStateKey, value: string, now: number): void {
  db.prepare('INSERT OR REPLACE INTO app_state (key, value, at) VALUES (?, ?, ?)').run(key, value, Math.trunc(now))
}

export function clearAppState(db: Database.Database, key: AppStateKey): void {
  db.prepare('DELETE FROM app_state WHERE key = ?').run(key)
}
