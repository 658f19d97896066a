import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, type ErrorCode } from '../../contract/errors.ts'
import type { Paths } from '../ports.ts'

const codes: Readonly<Record<string, ErrorCode>> = {
  EROFS: 'DATA_READ_ONLY',
  EACCES: 'DATA_READ_ONLY',
  EPERM: 'DATA_READ_ONLY',
  ENOTDIR: 'DATA_READ_ONLY',
  EEXIST: 'DATA_READ_ONLY',
  // What Node says when it cannot make the folders above, whatever stopped it.
  ENOENT: 'DATA_READ_ONLY',
  ENAMETOOLONG: 'DATA_READ_ONLY',
  ENOSPC: 'DATA_DISK_FULL',
  EDQUOT: 'DATA_DISK_FULL',
}

/** Creates the data folder, for its owner only, and proves that it can be written to. */
export function prepareDataFolder(paths: Paths): void {
  folderErrors(() => {
    mkdirSync(paths.data, { recursive: true, mode: 0o700 })
    // SQLite says no more than "unable to open" for most of what can be wrong with a folder.
    rmdirSync(mkdtempSync(join(paths.data, '.write-test-')))
  })
}

/** The folders inside; after the lock, so that two first starts do not cross. */
export function prepareSubfolders(paths: Paths): void {
  folderErrors(() => {
    for (const folder of [paths.models, paths.logs, paths.backups, paths.run]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
    }
  })
}

/** Runs file work and says what a folder that can't be written to, or a full disk, means. */
export function folderErrors<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    const code = codes[errorCode(error)]
    if (code === undefined) throw error
    throw new AppError(code, error instanceof Error ? error.message : 'file work failed', { cause: error })
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
