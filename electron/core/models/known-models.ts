import { stat } from 'node:fs/promises'
import type { ModelId } from '../../contract/ids.ts'
import type { ModelSource } from '../../contract/models.ts'
import type { Clock } from '../ports.ts'
import type { HeaderReader } from './header-reader.ts'
import type { ModelRecord, ModelsStore } from './models-store.ts'

export const starterId = 'starter' as ModelId

type Seen = Pick<ModelRecord, 'bytes' | 'changedAt' | 'look'>

export type KnownModels = {
  all(): ModelRecord[]
  has(path: string): boolean
  /**
   * Reads the header unless the file is as it was. A file that is gone stays known, with that as its problem. Null when
   * there is nothing to know: no such file, or it was forgotten, or everything was, while its header was being read.
   */
  look(path: string, found: ModelSource): Promise<ModelRecord | null>
  use(record: ModelRecord): void
  forget(record: ModelRecord): void
  /** Forgets everything, and what is being read at this moment too. */
  clear(): void
  /** What is being read at this moment is of no use any more: its reader was ended, and the file is not to blame. */
  dispose(): void
}

export type KnownModelsDeps = {
  store: ModelsStore
  headers: HeaderReader
  clock: Clock
  /** Does a file that was found in a folder still lie in the one that is looked through? */
  isCurrent(path: string): boolean
}

/**
 * Every file that was ever seen, by its path. Reading waits, changing does not: whatever happened meanwhile to a record
 * (used, forgotten, erased, found by somebody else) is what the result is put on.
 */
export function createKnownModels({ store, headers, clock, isCurrent }: KnownModelsDeps): KnownModels {
  const records = new Map(store.all().map((record) => [record.path, record]))
  /** Grows when everything is forgotten, and at the end: what was asked for before is of no use after. */
  let era = 0

  async function see(path: string): Promise<Seen | null> {
    const file = await stat(path).catch(() => null)
    if (file === null) return null
    const changedAt = Math.round(file.mtimeMs)
    const known = records.get(path)
    if (known?.bytes === file.size && known.changedAt === changedAt) return known
    return { bytes: file.size, changedAt, look: await headers.look(path) }
  }

  /** A file that was chosen stays chosen when it turns up in the folder too. */
  const sourceOf = (known: ModelRecord | undefined, found: ModelSource): ModelSource =>
    known === undefined || found === 'starter' || (known.source === 'folder' && !isCurrent(known.path))
      ? found
      : known.source

  function put(path: string, found: ModelSource, seen: Seen | null): ModelRecord | null {
    const known = records.get(path)
    if (seen === null) {
      if (known === undefined) return null
      const problem = { code: 'MODEL_FILE_MISSING', message: 'The file is not there' } as const
      const gone: ModelRecord = { ...known, look: { facts: known.look.facts, problem }, changedAt: 0 }
      records.set(path, gone)
      return gone
    }
    const { bytes, changedAt, look } = seen
    const source = sourceOf(known, found)
    if (known?.bytes === bytes && known.changedAt === changedAt && known.source === source) return known
    const record: ModelRecord = {
      id: known?.id ?? (source === 'starter' ? starterId : (crypto.randomUUID() as ModelId)),
      path,
      source,
      addedAt: known?.addedAt ?? clock.now(),
      lastUsedAt: known?.lastUsedAt ?? null,
      bytes,
      changedAt,
      look,
    }
    records.set(path, record)
    store.save(record)
    return record
  }

  return {
    all: () => [...records.values()],
    has: (path) => records.has(path),
    async look(path, found) {
      const since = era
      const wasKnown = records.has(path)
      const seen = await see(path)
      if (since !== era || (wasKnown && !records.has(path))) return null
      return put(path, found, seen)
    },
    use(record) {
      const lastUsedAt = clock.now()
      records.set(record.path, { ...record, lastUsedAt })
      store.markUsed(record.id, lastUsedAt)
    },
    forget(record) {
      records.delete(record.path)
      store.remove(record.id)
    },
    clear() {
      era++
      records.clear()
      store.removeAll()
    },
    dispose: () => void era++,
  }
}
