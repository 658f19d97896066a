import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { Paths } from '../ports.ts'

/**
 * Erases chats, settings, the list of added files and all backups for good. Model files stay. The database goes on being
 * used, so it is emptied (`secure_delete` overwrites what was there) rather than removed; the log is emptied by its owner.
 */
export function eraseData(db: Database, paths: Paths): void {
  db.transaction(() => {
    for (const table of ['message_chunk', 'message', 'chat', 'setting', 'model']) db.exec(`DELETE FROM ${table}`)
    for (const index of ['chat_search', 'message_search'])
      db.exec(`INSERT INTO ${index} (${index}) VALUES ('delete-all')`)
  })()
  db.exec('VACUUM')
  db.pragma('wal_checkpoint(TRUNCATE)')
  for (const name of readdirSync(paths.backups)) rmSync(join(paths.backups, name), { recursive: true, force: true })
}
