import { watch } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, isAbsolute, join, normalize } from 'node:path'
import { AppError } from '../../contract/errors.ts'
import type { ModelId } from '../../contract/ids.ts'
import type { Model, ModelSource, ModelsEvent } from '../../contract/models.ts'
import type { Clock, Log, Timer } from '../ports.ts'
import { createTopic } from '../topic.ts'
import type { Topic } from '../topic.ts'
import { findGgufFiles } from './find-gguf-files.ts'
import type { HeaderReader } from './header-reader.ts'
import type { ModelRecord, ModelsStore } from './models-store.ts'
import { toModel } from './to-model.ts'

export const starterId = 'starter' as ModelId

export type ModelsServiceDeps = {
  store: ModelsStore
  headers: HeaderReader
  /** The starter model's file; null in a build without one. */
  starterFile: string | null
  folder(): string
  contextTokens(): number | 'auto'
  clock: Clock
  log: Log
}

export type ModelsService = {
  topic: Topic<ModelsEvent>
  rescan(): Promise<void>
  add(path: string): Promise<ModelId>
  forget(id: ModelId): Promise<void>
  /** The file to load; throws why it can't be. */
  resolve(id: ModelId): Promise<{ id: ModelId; name: string; file: string; quantisation: string | null }>
  nameOf(id: ModelId): string
  markUsed(id: ModelId): void
  /** After the list was erased: looks anew at what is there. */
  forgetAll(): Promise<void>
  dispose(): void
}

/** Files copied into the folder change many times within a second; one look after the last change is enough. */
const settleMs = 1000

export function createModelsService(deps: ModelsServiceDeps): ModelsService {
  const { store, headers, starterFile, clock, log } = deps
  const records = new Map(store.all().map((record) => [record.path, record]))
  const topic = createTopic<ModelsEvent>({ models: [], revision: 0, folder: deps.folder(), scanning: true })
  let watcher: FSWatcher | null = null
  let settle: Timer | null = null
  let scanning: Promise<void> | null = null

  function publish(scanningNow: boolean): void {
    const models = [...records.values()].map((record) => toModel(record, deps.contextTokens())).toSorted(byUse)
    topic.set({ models, revision: topic.get().revision + 1, folder: deps.folder(), scanning: scanningNow })
  }

  /** Reads a header unless the file is as it was. A file that is gone stays known, with that as its problem. */
  async function look(path: string, source: ModelSource): Promise<ModelRecord | null> {
    const known = records.get(path)
    const file = await stat(path).catch(() => null)
    if (file === null) {
      if (known === undefined) return null
      const gone: ModelRecord = {
        ...known,
        look: { facts: known.look.facts, problem: { code: 'MODEL_FILE_MISSING', message: 'The file is not there' } },
        changedAt: 0,
      }
      records.set(path, gone)
      return gone
    }
    const changedAt = Math.round(file.mtimeMs)
    if (known?.bytes === file.size && known.changedAt === changedAt && known.source === source) return known
    const record: ModelRecord = {
      id: known?.id ?? (source === 'starter' ? starterId : (crypto.randomUUID() as ModelId)),
      path,
      source,
      addedAt: known?.addedAt ?? clock.now(),
      lastUsedAt: known?.lastUsedAt ?? null,
      bytes: file.size,
      changedAt,
      look: await headers.look(path),
    }
    records.set(path, record)
    store.save(record)
    return record
  }

  async function scan(): Promise<void> {
    const folder = deps.folder()
    publish(true)
    if (starterFile !== null) await lookAtStarter(starterFile)
    const found = await findGgufFiles(folder)
    for (const path of found) await look(path, records.get(path)?.source === 'added' ? 'added' : 'folder')
    for (const record of records.values()) {
      if (record.source === 'added') await look(record.path, 'added')
      // What left the folder, or belongs to a folder that is no longer chosen, is not shown; nothing was deleted.
      else if (record.source === 'folder' && !found.includes(record.path)) records.delete(record.path)
    }
    publish(false)
    follow(folder)
    log.info('models.scanned', { count: records.size })
  }

  /** The app's own folder may move with an update, so the starter is known by its id and not by its path. */
  async function lookAtStarter(path: string): Promise<void> {
    for (const record of records.values()) {
      if (record.source === 'starter' && record.path !== path) {
        records.delete(record.path)
        store.remove(record.id)
      }
    }
    await look(path, 'starter')
  }

  function follow(folder: string): void {
    watcher?.close()
    try {
      watcher = watch(folder, () => {
        settle?.cancel()
        settle = clock.after(settleMs, () => void rescan())
      })
      watcher.on('error', () => watcher?.close())
    } catch {
      // A folder that can't be watched (absent, or on a network drive) is looked at when the model menu opens.
      watcher = null
    }
  }

  function rescan(): Promise<void> {
    scanning ??= scan()
      .catch((error: unknown) => log.error('models.scan', { error }))
      .finally(() => (scanning = null))
    return scanning
  }

  const byId = (id: ModelId): ModelRecord => {
    for (const record of records.values()) if (record.id === id) return record
    throw new AppError('MODEL_NOT_FOUND', `No model ${id}`)
  }

  return {
    topic,
    rescan,
    async add(text) {
      const path = checkPath(text)
      const record = await look(path, records.get(path)?.source ?? 'added')
      if (record === null) throw new AppError('MODEL_FILE_MISSING', 'No such file', { data: { file: basename(path) } })
      publish(topic.get().scanning)
      return record.id
    },
    async forget(id) {
      const record = byId(id)
      if (record.source !== 'added') throw new AppError('MODEL_BUILT_IN', 'Only an added file can be forgotten')
      records.delete(record.path)
      store.remove(id)
      publish(topic.get().scanning)
    },
    async resolve(id) {
      await scanning
      const record = await look(byId(id).path, byId(id).source)
      if (record === null) throw new AppError('MODEL_FILE_MISSING', 'The file is not there')
      const { problem } = record.look
      if (problem !== null)
        throw new AppError(problem.code, problem.message, problem.data ? { data: problem.data } : {})
      const model = toModel(record, deps.contextTokens())
      return { id, name: model.name, file: record.path, quantisation: model.quantisation }
    },
    nameOf: (id) => toModel(byId(id), deps.contextTokens()).name,
    markUsed(id) {
      const record = byId(id)
      const lastUsedAt = clock.now()
      records.set(record.path, { ...record, lastUsedAt })
      store.markUsed(id, lastUsedAt)
      publish(topic.get().scanning)
    },
    forgetAll() {
      records.clear()
      return rescan()
    },
    dispose() {
      settle?.cancel()
      watcher?.close()
      headers.dispose()
    },
  }
}

/** Text from the page becomes a path here and nowhere else: absolute, named like a model, one spelling. */
function checkPath(text: string): string {
  const path = normalize(text.trim())
  const refuse = (why: string) => new AppError('MODEL_PATH_INVALID', why, { data: { why } })
  if (text.includes('\0')) throw refuse('it contains a NUL character')
  if (!isAbsolute(path)) throw refuse('it is not a whole path')
  if (!/\.gguf$/i.test(path)) throw refuse('its name does not end in .gguf')
  // Network paths would make Windows sign in at a server that somebody else chose.
  if (/^[\\/]{2}/.test(text.trim())) throw refuse('it is on another machine')
  return join(path)
}

const byUse = (a: Model, b: Model): number =>
  (b.lastUsedAt ?? 0) - (a.lastUsedAt ?? 0) || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1)
