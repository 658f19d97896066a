import { stat } from 'node:fs/promises'
import { AppError } from '../../contract/errors.ts'
import type { ErrorInfo } from '../../contract/errors.ts'
import type { ModelId } from '../../contract/ids.ts'
import type { ModelSource } from '../../contract/models.ts'
import type { Clock } from '../ports.ts'
import type { HeaderReader } from './header-reader.ts'
import { notRead } from './models-store.ts'
import type { ModelRecord, ModelsStore } from './models-store.ts'
import type { Crashes } from './quarantine.ts'

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
  /** For a file that somebody chose. Throws why it can't be used, and then it is no more known than it was before. */
  choose(path: string): Promise<ModelRecord>
  use(record: ModelRecord): void
  /** It brought the engine down once more; returns what is known now. */
  crashed(record: ModelRecord, reason: string): ModelRecord
  /** It answered, or may be tried again. */
  forgive(record: ModelRecord): void
  /** From now on it is a file like any other of its folder. */
  unchoose(record: ModelRecord): void
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

/** The problem of a file, for whoever asked for it. */
export const toModelError = ({ code, message, data }: ErrorInfo): AppError =>
  new AppError(code, message, data === undefined ? {} : { data })

/** Said of the file for now, and looked at again the next time. */
const unread = (why: string): ErrorInfo => ({
  code: 'MODEL_DAMAGED',
  message: 'The header could not be read',
  data: { why },
})

const isOf = (crashes: Crashes, { bytes, changedAt }: Pick<ModelRecord, 'bytes' | 'changedAt'>): boolean =>
  crashes.bytes === bytes && crashes.changedAt === changedAt

const missing = { code: 'MODEL_FILE_MISSING', message: 'The file is not there' } as const

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
    const reading = await headers.look(path)
    return reading.kind === 'read'
      ? { bytes: file.size, changedAt, look: reading.look }
      : { bytes: file.size, changedAt: notRead, look: { facts: null, problem: unread(reading.why) } }
  }

  /** A file that was chosen stays chosen when it turns up in the folder too. */
  const sourceOf = (known: ModelRecord | undefined, found: ModelSource): ModelSource =>
    known === undefined || found === 'starter' || (known.source === 'folder' && !isCurrent(known.path))
      ? found
      : known.source

  function put(path: string, found: ModelSource, { bytes, changedAt, look }: Seen): ModelRecord {
    const known = records.get(path)
    const source = sourceOf(known, found)
    const crashes = known?.crashes ?? null
    const isAsKnown = known?.bytes === bytes && known.changedAt === changedAt && changedAt !== notRead
    if (isAsKnown && known.source === source) return known
    const record: ModelRecord = {
      id: known?.id ?? (source === 'starter' ? starterId : (crypto.randomUUID() as ModelId)),
      path,
      source,
      addedAt: known?.addedAt ?? clock.now(),
      lastUsedAt: known?.lastUsedAt ?? null,
      bytes,
      changedAt,
      look,
      // Another file under the same name begins anew. One that could not be read just now is taken for the same.
      crashes: crashes !== null && (changedAt === notRead || isOf(crashes, { bytes, changedAt })) ? crashes : null,
    }
    records.set(path, record)
    store.save(record)
    return record
  }

  function change(record: ModelRecord, crashes: Crashes | null): ModelRecord {
    const changed: ModelRecord = { ...record, crashes }
    records.set(record.path, changed)
    store.save(changed)
    return changed
  }

  /** Not stored: that a file is away may be over at the next start. */
  function putMissing(path: string): ModelRecord | null {
    const known = records.get(path)
    if (known === undefined) return null
    const gone: ModelRecord = { ...known, look: { facts: known.look.facts, problem: missing }, changedAt: notRead }
    records.set(path, gone)
    return gone
  }

  /** What there is to see, or `overtaken` when the file was forgotten meanwhile, alone or with everything. */
  async function seeUnlessOvertaken(path: string): Promise<Seen | null | 'overtaken'> {
    const since = era
    const wasKnown = records.has(path)
    const seen = await see(path)
    return since !== era || (wasKnown && !records.has(path)) ? 'overtaken' : seen
  }

  return {
    all: () => [...records.values()],
    has: (path) => records.has(path),
    async look(path, found) {
      const seen = await seeUnlessOvertaken(path)
      if (seen === 'overtaken') return null
      return seen === null ? putMissing(path) : put(path, found, seen)
    },
    async choose(path) {
      const seen = await seeUnlessOvertaken(path)
      if (seen === 'overtaken') throw toModelError(missing)
      if (seen === null) {
        putMissing(path)
        throw toModelError(missing)
      }
      if (seen.look.problem === null) return put(path, 'added', seen)
      const known = records.get(path)
      if (known !== undefined) put(path, known.source, seen)
      throw toModelError(seen.look.problem)
    },
    use(record) {
      const lastUsedAt = clock.now()
      records.set(record.path, { ...record, lastUsedAt })
      store.markUsed(record.id, lastUsedAt)
    },
    crashed(record, reason) {
      const { bytes, changedAt, crashes } = record
      const before = crashes !== null && isOf(crashes, record) ? crashes.count : 0
      return change(record, { count: before + 1, at: clock.now(), reason, bytes, changedAt })
    },
    forgive: (record) => void change(record, null),
    unchoose(record) {
      const found: ModelRecord = { ...record, source: 'folder' }
      records.set(record.path, found)
      store.save(found)
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
