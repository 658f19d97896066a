import { isAbsolute, join, normalize, sep } from 'node:path'
import { AppError } from '../../contract/errors.ts'
import type { ModelId } from '../../contract/ids.ts'
import type { Model, ModelsEvent } from '../../contract/models.ts'
import type { MemoryNeed } from '../memory-need.ts'
import type { Clock, Log } from '../ports.ts'
import { createTopic } from '../topic.ts'
import type { Topic } from '../topic.ts'
import { findGgufFiles } from './find-gguf-files.ts'
import { createFolderWatcher } from './folder-watcher.ts'
import type { HeaderReader } from './header-reader.ts'
import { createKnownModels, toModelError } from './known-models.ts'
import type { ModelRecord, ModelsStore } from './models-store.ts'
import { crashReason, quarantineProblem } from './quarantine.ts'
import { needOf, toModel } from './to-model.ts'

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

export type ResolvedModel = {
  id: ModelId
  name: string
  file: string
  quantisation: string | null
  /** Null: nobody knows. */
  memory: MemoryNeed | null
}

export type ModelsService = {
  topic: Topic<ModelsEvent>
  rescan(): Promise<void>
  /** The size of a context changed, and with it the memory that models take. */
  contextChanged(): void
  /** Throws why a file can't be used; such a one is not taken in. */
  add(path: string): Promise<ModelId>
  /** Throws `MODEL_IN_FOLDER` for a file of the models folder: it stays in the list for as long as it lies there. */
  forget(id: ModelId): Promise<void>
  /** The file to load; throws why it can't be. */
  resolve(id: ModelId): Promise<ResolvedModel>
  nameOf(id: ModelId): string
  markUsed(id: ModelId): void
  /** The engine ended so while this model was loaded or answered. True: from now on the model is not loaded any more. */
  failed(id: ModelId, error: AppError): boolean
  /** It answered: what was before no longer counts. */
  answered(id: ModelId): void
  /** Lets it be loaded again, whatever was before. */
  tryAgain(id: ModelId): void
  /** Forgets every file and when it was used, then looks anew at what is there. */
  forgetAll(): Promise<void>
  dispose(): void
}

export function createModelsService(deps: ModelsServiceDeps): ModelsService {
  const { starterFile, clock, log } = deps
  /** What the last look through the folder found; at the start, what is remembered of it. */
  let present: ReadonlySet<string> = new Set(deps.store.all().map(({ path }) => path))
  const isCurrent = (path: string): boolean => present.has(path) && path.startsWith(join(deps.folder(), sep))
  const known = createKnownModels({ ...deps, isCurrent })
  const topic = createTopic<ModelsEvent>({ models: [], revision: 0, folder: deps.folder(), scanning: true })
  const watcher = createFolderWatcher({ clock, onChange: () => void rescan() })
  let scanning: Promise<void> | null = null
  let askedAgain = false
  let erased = 0
  let disposed = false

  /** What left the folder, or lies in one that is no longer chosen, is not shown; nothing was deleted. */
  const shown = (): ModelRecord[] => known.all().filter(({ source, path }) => source !== 'folder' || isCurrent(path))

  function publish(scanningNow: boolean): void {
    const models = shown().map((record) => toModel(record, deps.contextTokens()))
    topic.set({
      models: models.toSorted(byUse),
      revision: topic.get().revision + 1,
      folder: deps.folder(),
      scanning: scanningNow,
    })
  }

  /** Ends early, without a result, when there is another folder, nothing known any more, or no app. */
  async function scan(): Promise<void> {
    const folder = deps.folder()
    const since = erased
    const overtaken = (): boolean => disposed || erased !== since || deps.folder() !== folder
    publish(true)
    // Before anything is read: what changes from here on is seen by the watcher, what changed before by the reading.
    watcher.follow(folder)
    if (starterFile !== null) await lookAtStarter(starterFile)
    const found = new Set(await findGgufFiles(folder))
    const chosen = known.all().filter(({ source, path }) => source === 'added' && !found.has(path))
    for (const path of found) {
      if (overtaken()) return
      await known.look(path, 'folder')
    }
    for (const { path } of chosen) {
      if (overtaken()) return
      // It may have been forgotten since, and then it is nobody's.
      if (known.has(path)) await known.look(path, 'added')
    }
    if (overtaken()) return
    present = found
    log.info('models.scanned', { count: shown().length })
  }

  /** The app's own folder may move with an update, so the starter is known by its id and not by its path. */
  async function lookAtStarter(path: string): Promise<void> {
    for (const record of known.all()) if (record.source === 'starter' && record.path !== path) known.forget(record)
    await known.look(path, 'starter')
  }

  async function scanUntilNobodyAsks(): Promise<void> {
    do {
      askedAgain = false
      await scan().catch((error: unknown) => log.error('models.scan', { error }))
    } while (askedAgain && !disposed)
    scanning = null
    if (!disposed) publish(false)
  }

  /** One scan at a time. Asked during one, another follows, and both end together: what came after the first has read sees it. */
  function rescan(): Promise<void> {
    if (disposed) return Promise.resolve()
    askedAgain = true
    // What is true already is shown at once: another folder, or nothing known.
    if (scanning !== null) publish(true)
    scanning ??= scanUntilNobodyAsks()
    return scanning
  }

  const byId = (id: ModelId): ModelRecord => {
    for (const record of shown()) if (record.id === id) return record
    throw new AppError('MODEL_NOT_FOUND', `No model ${id}`)
  }

  function forgive(record: ModelRecord): void {
    known.forgive(record)
    publish(topic.get().scanning)
  }

  return {
    topic,
    rescan,
    contextChanged: () => publish(topic.get().scanning),
    async add(text) {
      const path = checkPath(text)
      try {
        return (await known.choose(path)).id
      } finally {
        publish(topic.get().scanning)
      }
    },
    async forget(id) {
      const record = byId(id)
      if (record.source === 'starter') throw new AppError('MODEL_BUILT_IN', 'The starter model can not be forgotten')
      const inFolder = isCurrent(record.path)
      // The next look through the folder would find it again, under another id.
      if (inFolder) known.unchoose(record)
      else known.forget(record)
      publish(topic.get().scanning)
      if (inFolder) throw new AppError('MODEL_IN_FOLDER', 'The file lies in the models folder')
    },
    async resolve(id) {
      await scanning
      const { path, source } = byId(id)
      const record = await known.look(path, source)
      if (record === null) throw new AppError('MODEL_FILE_MISSING', 'The file is not there')
      const model = toModel(record, deps.contextTokens())
      if (model.problem !== null) throw toModelError(model.problem)
      const memory = needOf(record, deps.contextTokens())
      return { id, name: model.name, file: record.path, quantisation: model.quantisation, memory }
    },
    nameOf: (id) => toModel(byId(id), deps.contextTokens()).name,
    markUsed(id) {
      known.use(byId(id))
      publish(topic.get().scanning)
    },
    failed(id, error) {
      const reason = crashReason(error)
      const record = shown().find((each) => each.id === id)
      if (reason === null || record === undefined) return false
      const quarantined = quarantineProblem(known.crashed(record, reason).crashes) !== null
      if (quarantined) log.warn('model.quarantined', { model: id, reason })
      publish(topic.get().scanning)
      return quarantined
    },
    answered(id) {
      const record = shown().find((each) => each.id === id)
      if (record !== undefined && record.crashes !== null) forgive(record)
    },
    tryAgain: (id) => forgive(byId(id)),
    forgetAll() {
      erased++
      known.clear()
      return rescan()
    },
    dispose() {
      disposed = true
      known.dispose()
      watcher.dispose()
      deps.headers.dispose()
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
