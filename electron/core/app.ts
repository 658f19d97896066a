import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { settingKeys } from '../contract/settings.ts'
import { createEngineClient } from '../engine/engine-client.ts'
import { createAssets } from './assets.ts'
import type { Assets } from './assets.ts'
import { chatRouter } from './chat/chat-router.ts'
import { createChatService } from './chat/chat-service.ts'
import { createChatStore } from './chat/chat-store.ts'
import { openDatabase } from './db/open.ts'
import { disposeInOrder } from './dispose-in-order.ts'
import { engineRouter } from './engine/engine-router.ts'
import { createEngineService } from './engine/engine-service.ts'
import { onLoadedModel } from './engine/on-loaded-model.ts'
import { createTuningStore } from './engine/tuning-store.ts'
import { hardwareRouter } from './hardware/hardware-router.ts'
import { readMachine } from './hardware/machine.ts'
import { memoryLeft } from './hardware/memory-left.ts'
import { hostInfo } from './host-info.ts'
import { createHeaderReader } from './models/header-reader.ts'
import { modelsRouter } from './models/models-router.ts'
import { createModelsService } from './models/models-service.ts'
import { createModelsStore } from './models/models-store.ts'
import type { HostPorts } from './ports.ts'
import { createRpcOptions } from './rpc-errors.ts'
import type { RpcOptions } from './rpc-errors.ts'
import { settingsRouter } from './settings/settings-router.ts'
import { createSettingsService } from './settings/settings-service.ts'
import { createSettingsStore } from './settings/settings-store.ts'
import { createEraseEverything } from './system/erase-everything.ts'
import { systemRouter } from './system/system-router.ts'
import { createTopic } from './topic.ts'

const dayMs = 24 * 60 * 60_000
const trashDays = 30

export type Core = {
  router: ReturnType<typeof createRouter>
  rpcOptions: RpcOptions
  assets: Assets
  /** The machine goes to sleep: nothing is lost if it never wakes. */
  suspend(): void
  /** The machine woke: a driver may be gone, so the engine is asked whether it still answers. */
  resume(): Promise<void>
  /** Stores what is being made, ends the engine, closes the data. */
  dispose(): Promise<void>
}

type Services = Omit<ReturnType<typeof createServices>, 'dispose'>

/**
 * The application, whatever host it runs in. Throws `DATA_LOCKED` when another program has the data open, and the other
 * `DATA_…` codes.
 */
export async function createCore(ports: HostPorts): Promise<Core> {
  const services = createServices(ports)
  const { engine, models, database, maintenance } = services
  void maintenance.run()
  void models.rescan()
  return {
    router: createRouter(services, ports),
    rpcOptions: createRpcOptions(ports.log),
    assets: createAssets({ page: ports.paths.page }),
    suspend() {
      try {
        database.db.pragma('wal_checkpoint(PASSIVE)')
      } catch (error) {
        // What is in the log is safe there, and nobody could catch it here.
        ports.log.warn('db.checkpoint', { error })
      }
    },
    resume: () => engine.checkAlive(),
    dispose: services.dispose,
  }
}

function createServices(ports: HostPorts) {
  const { paths, clock, log } = ports
  const database = openDatabase({ paths, log, clock, onLocked: log.open })
  const settings = createSettingsService({ store: createSettingsStore({ db: database.db }), log })
  const current = () => settings.current().settings
  const settingsTopic = createTopic(settings.current())
  settings.onChange((event) => settingsTopic.set(event))
  // What the start command named counts for this run, until another folder is chosen.
  let named = ports.modelsFolder
  const modelsFolder = () => named ?? current().modelsFolder ?? paths.models

  const starter = join(paths.resources, 'starter-model', 'ingle-starter.gguf')
  const models = createModelsService({
    store: createModelsStore(database.db),
    headers: createHeaderReader({ workerFile: paths.ggufWorker, clock }),
    starterFile: existsSync(starter) ? starter : null,
    folder: modelsFolder,
    contextTokens: () => current().contextSize,
    clock,
    log,
  })
  const client = createEngineClient({ launcher: ports.launcher, clock, log })
  const { processor, logicalCores } = readMachine(null)
  const tuning = createTuningStore(database.db, `${processor}, ${logicalCores}`, clock)
  const engine = createEngineService({
    client,
    resolveModel: models.resolve,
    memoryLeft: ports.memoryLeft ?? memoryLeft,
    health: models,
    settings: current,
    tuning,
    clock,
    log,
  })
  const chatStore = createChatStore({ db: database.db, clock })
  chatStore.recoverInterrupted()
  const chats = createChatService({
    store: chatStore,
    settings: current,
    modelName: models.nameOf,
    answer: engine.answer,
    count: engine.count,
    onAsked(model) {
      models.markUsed(model)
      settings.set({ lastModel: model })
    },
    clock,
    log,
  })

  const host = createTopic(hostInfo(ports, modelsFolder(), database.notice))
  settings.onChange((_, changed) => {
    if (changed.includes('modelsFolder')) {
      if (current().modelsFolder !== null) named = null
      host.set(hostInfo(ports, modelsFolder(), database.notice))
      void models.rescan()
    }
    if (changed.includes('contextSize')) models.contextChanged()
    if (changed.includes('idleUnloadMinutes')) engine.settingsChanged()
  })

  // The size of a context, and what fits into it, are those of the model that is loaded.
  onLoadedModel(engine.state, chats.modelChanged)

  const maintenance = {
    async run() {
      try {
        const count = await chats.eraseTrashedBefore(clock.now() - trashDays * dayMs)
        if (count > 0) log.info('trash.erased', { count })
        await database.backUpDaily()
      } catch (error) {
        log.error('maintenance.failed', { error })
      }
    },
  }
  const daily = clock.every(dayMs, () => void maintenance.run())

  return {
    database,
    settings,
    settingsTopic,
    models,
    engine,
    tuning,
    chatStore,
    chats,
    host,
    maintenance,
    async dispose() {
      daily.cancel()
      await disposeInOrder([models, chats, engine, database], log)
    },
  }
}

function createRouter(services: Services, { dialogs, shell, paths, clock, log }: HostPorts) {
  const { database, settings, settingsTopic, models, engine, tuning, chatStore, chats, host } = services
  return {
    chat: chatRouter({ chats, store: chatStore }),
    engine: engineRouter({ engine }),
    hardware: hardwareRouter({ clock, gpus: engine.gpus, engineBytes: engine.memoryBytes }),
    models: modelsRouter({ models, dialogs, inUse: engine.isUsing }),
    settings: settingsRouter({ settings, topic: settingsTopic, dialogs }),
    system: systemRouter({
      host,
      paths,
      shell,
      modelsFolder: () => host.get().modelsFolder,
      logTail: log.tail,
      eraseEverything: createEraseEverything({
        db: database.db,
        backups: paths.backups,
        emptiedBy: chats.emptiedBy,
        unload: () => engine.unload('user'),
        resetSettings: () => settings.reset(settingKeys),
        clearLog: log.clear,
        forgetModels() {
          tuning.clear()
          return models.forgetAll()
        },
        log,
      }),
    }),
  }
}
