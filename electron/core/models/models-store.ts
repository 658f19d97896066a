import type { Database } from 'better-sqlite3'
import type { ModelId } from '../../contract/ids.ts'
import type { ModelSource } from '../../contract/models.ts'
import type { HeaderLook } from './gguf-worker.ts'

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
const looksVersion = 2

const isLook = (stored: unknown): stored is HeaderLook & { version: number } =>
  typeof stored === 'object' && stored !== null && 'version' in stored && stored.version === looksVersion

function parseLook(text: string | null): HeaderLook | null {
  try {
    const stored: unknown = JSON.parse(text ?? '')
    return isLook(stored) ? { facts: stored.facts, problem: stored.problem } : null
  } catch {
    return null
  }
}

/** Whatever has become of its look, a row keeps its id: settings and messages name it. */
function toRecord(row: Row): ModelRecord {
  const look = parseLook(row.facts)
  return {
    id: row.id as ModelId,
    path: row.path,
    source: row.source as ModelSource,
    addedAt: row.added_at,
    lastUsedAt: row.last_used_at,
    bytes: row.size ?? 0,
    changedAt: look === null ? notRead : (row.mtime ?? notRead),
    look: look ?? { facts: null, problem: null },
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
    save: ({ look, ...record }) =>
      void save.run({ ...record, facts: JSON.stringify({ version: looksVersion, ...look }) }),
    markUsed: (id, at) => void markUsed.run(at, id),
    remove: (id) => void remove.run(id),
    removeAll: () => void removeAll.run(),
  }
}
