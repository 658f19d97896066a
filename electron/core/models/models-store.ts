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
  size: number
  mtime: number
  facts: string
}

function toRecord(row: Row): ModelRecord[] {
  try {
    return [
      {
        id: row.id as ModelId,
        path: row.path,
        source: row.source as ModelSource,
        addedAt: row.added_at,
        lastUsedAt: row.last_used_at,
        bytes: row.size,
        changedAt: row.mtime,
        look: JSON.parse(row.facts) as HeaderLook,
      },
    ]
  } catch {
    // A row that can't be read is a file not yet seen; its header will be read again.
    return []
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
    all: () => all.all().flatMap(toRecord),
    save: ({ look, ...record }) => void save.run({ ...record, facts: JSON.stringify(look) }),
    markUsed: (id, at) => void markUsed.run(at, id),
    remove: (id) => void remove.run(id),
    removeAll: () => void removeAll.run(),
  }
}
