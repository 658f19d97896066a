import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createRouterClient } from '@orpc/server'
import type { Client } from '../../contract/index.ts'
import type { ModelId } from '../../contract/ids.ts'
import type { ModelsEvent } from '../../contract/models.ts'
import { createCore } from '../app.ts'
import type { Core } from '../app.ts'
import { systemClock } from '../clock.ts'
import { dataPaths } from '../data-paths.ts'
import { silentLog } from '../log.ts'
import type { Clock, Dialogs, EngineLauncher, LogFile, MemoryLeft, Paths, Shell } from '../ports.ts'

export type StartCoreOptions = {
  launcher: EngineLauncher
  /** Files for the models folder, by name. */
  models?: Readonly<Record<string, Uint8Array | string>>
  clock?: Clock
  log?: LogFile
  dialogs?: Dialogs
  shell?: Shell
  /** What there is for a model; more than any test needs unless said otherwise. */
  memoryLeft?: () => MemoryLeft
  /** The models folder that the start command named. */
  modelsFolder?: string
  /** The data folder of an earlier start, to go on with it. */
  data?: string
}

export type StartedCore = { rpc: Client; core: Core; paths: Paths; dispose(): Promise<void> }

const gib = 1024 ** 3

/** The whole application for a test: real storage in a folder of its own, the contract in front, a given engine behind. */
export async function startCore(options: StartCoreOptions): Promise<StartedCore> {
  const folder = options.data ?? mkdtempSync(join(tmpdir(), 'ingle-core-'))
  const paths: Paths = {
    ...dataPaths(folder),
    resources: join(folder, 'resources'),
    page: join(folder, 'page'),
    licences: join(folder, 'licences.json'),
    ggufWorker: fileURLToPath(new URL('../models/gguf-worker.ts', import.meta.url)),
  }
  mkdirSync(paths.models, { recursive: true })
  mkdirSync(paths.page, { recursive: true })
  for (const [name, content] of Object.entries(options.models ?? {})) {
    if (typeof content === 'string') copyFileSync(content, join(paths.models, name))
    else writeFileSync(join(paths.models, name), content)
  }
  const log = options.log ?? silentLog
  const core = await createCore({
    kind: 'web',
    version: '0.0.0',
    capabilities: [],
    paths,
    modelsFolder: options.modelsFolder ?? null,
    launcher: options.launcher,
    dialogs: options.dialogs ?? null,
    shell: options.shell ?? null,
    memoryLeft: options.memoryLeft ?? (() => ({ limit: 64 * gib, free: 64 * gib, filesCountAsFree: true })),
    clock: options.clock ?? systemClock,
    log,
  })
  const [translate] = core.rpcOptions.clientInterceptors
  const rpc: Client = createRouterClient(core.router, translate === undefined ? {} : { interceptors: [translate] })
  return {
    rpc,
    core,
    paths,
    async dispose() {
      await core.dispose()
      if (options.data === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The models as they are once the folder was looked through. */
export async function scannedModels(rpc: Client): Promise<ModelsEvent['models']> {
  for await (const event of await rpc.models.list()) if (!event.scanning) return event.models
  throw new Error('the list of models ended')
}

export async function onlyModel(rpc: Client): Promise<ModelId> {
  const [model] = await scannedModels(rpc)
  if (model === undefined) throw new Error('there is no model')
  return model.id
}
