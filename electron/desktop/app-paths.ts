import { join } from 'node:path'
import { dataPaths } from '../core/data-paths.ts'
import type { Paths } from '../core/ports.ts'

export type DesktopPaths = Paths & {
  /** Electron's own files, kept away from ours. */
  chromium: string
  windowState: string
  /** Where an engine starts: empty. */
  engineCwd: string
  preload: string
  engineLlama: string
  engineFake: string
}

export type AppPathsOptions = {
  data: string
  /** The folder of this built file: `out/main`, in a package inside its archive. */
  here: string
  packaged: boolean
  /** `process.resourcesPath`: what a package carries beside its archive. */
  resourcesPath: string
}

/** The one place that knows how a package is laid out (electron-builder.yml) and how a checkout is. */
export function appPaths({ data, here, packaged, resourcesPath }: AppPathsOptions): DesktopPaths {
  const folders = dataPaths(data)
  const chromium = join(data, 'chromium')
  return {
    ...folders,
    chromium,
    windowState: join(chromium, 'window.json'),
    engineCwd: join(folders.run, 'engine'),
    resources: packaged ? resourcesPath : join(here, '..', '..', 'resources'),
    licences: packaged ? join(resourcesPath, 'licences.json') : join(here, '..', 'licences.json'),
    page: join(here, '..', 'renderer'),
    preload: join(here, '..', 'preload', 'preload.cjs'),
    ggufWorker: join(here, 'gguf-worker.js'),
    engineLlama: join(here, 'engine-llama.js'),
    engineFake: join(here, 'engine-fake.js'),
  }
}
