import type { Database } from 'better-sqlite3'
import type { ModelId } from '../../contract/ids.ts'
import type { ModelSource } from '../../contract/models.ts'
import type { HeaderLook } from './gguf-worker.ts'
import { isCrashes } from './quarantine.ts'
import type { Crashes } from './quarantine.ts'

/** A file that was seen at some time. Its header is read again only when size or time of change differ. */
export type ModelRecord = {
  id: ModelId
  path: string
  source: ModelSource
  addedAt: number
  lastUsedAt: number | null
  bytes: number
  /** Time of the file's last change when its header was read, in milliseconds, rounded; or `notRead`. */
  changedAt: number
  look: HeaderLook
  /** Null: it never brought the engine down, or has answered since. */
  crashes: Crashes | null
}

/** No file has this time: its header is read at the next look. */
export const notRead = -1

export type ModelsStore = {
  all(): ModelRecord[]
  save(record: ModelRecord): void
  markUsed(id: ModelId, at: number): void
  remove(id: ModelId): void
  removeAll(): void
}

type Row = {
  id: string
  path: string
  source: string
  added_at: number
  last_used_at: number | null
  size: number | null
  mtime: number | null
  facts: string | null
}

/** Grows with every change of what is read from a header or made of it: what an older version stored is read anew. */
const looksVersion = 3

const isLook = (stored: object): stored is HeaderLook & { version: number } =>
  'version' in stored && stored.version === looksVersion

/** What is known of the file: the look at its header, of this version only, and what came of loading it. */
function parseFacts(text: string | null): { look: HeaderLook | null; crashes: Crashes | null } {
  let stored: unknown = null
  try {
    stored = JSON.parse(text ?? '')
  } catch {
    // Nothing, or damaged: it is found out again.
  }
  if (typeof stored !== 'object' || stored === null) return { look: null, crashes: null }
  return {
    look: isLook(stored) ? { facts: stored.facts, problem: stored.problem } : null,
    crashes: 'crashes' in stored && isCrashes(stored.crashes) ? stored.crashes : null,
  }
}

/** Whatever has become of its look, a row keeps its id: settings and messages name it. */
function toRecord(row: Row): ModelRecord {
  const { look, crashes } = parseFacts(row.facts)
  return {
    id: row.id as ModelId,
    path: row.path,
    source: row.source as ModelSource,
    addedAt: row.added_at,
    lastUsedAt: row.last_used_at,
    bytes: row.size ?? 0,
    changedAt: look === null ? notRead : (row.mtime ?? notRead),
    look: look ?? { facts: null, problem: null },
    crashes,
  }
}

export function createModelsStore(db: Database): ModelsStore {
  const all = db.prepare<[], Row>('SELECT * FROM model')
  const save = db.prepare(
    `INSERT INTO model (id, path, source, added_at, last_used_at, size, mtime, facts)
     VALUES (@id, @path, @source, @addedAt, @lastUsedAt, @bytes, @changedAt, @facts)
     ON CONFLICT (path) DO UPDATE SET source = excluded.source, size = excluded.size, mtime = excluded.mtime, facts = excluded.facts`,
  )
  const markUsed = db.prepare('UPDATE model SET last_used_at = ? WHERE id = ?')
  const remove = db.prepare('DELETE FROM model WHERE id = ?')
  const removeAll = db.prepare('DELETE FROM model')
  return {
    all: () => all.all().map(toRecord),
    save: ({ look, crashes, ...record }) =>
      void save.run({ ...record, facts: JSON.stringify({ version: looksVersion, ...look, crashes }) }),
    markUsed: (id, at) => void markUsed.run(at, id),
    remove: (id) => void remove.run(id),
    removeAll: () => void removeAll.run(),
  }
}
