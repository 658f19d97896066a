import { dataPaths } from '../../data-paths.ts'
import type { Log, Paths } from '../../ports.ts'

// Without the test runner, so that child processes can load it, too.

export function pathsIn(data: string): Paths {
  return { ...dataPaths(data), resources: data, page: data, licences: data, ggufWorker: data }
}

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
