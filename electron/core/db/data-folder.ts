import { chmodSync, lstatSync, mkdirSync, mkdtempSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { folderErrors } from '../folder-errors.ts'
import type { Log, Paths } from '../ports.ts'

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

/**
 * What is made new is its owner's alone; what an older version or a copy of the folder left open is closed here. A data
 * folder that was there before keeps its mode: it is the user's.
 */
export function closeToOthers(paths: Paths, log: Log): void {
  const databases = ['', '-wal', '-shm', '-journal'].map((suffix) => `${paths.database}${suffix}`)
  for (const path of [...databases, paths.lockDatabase, paths.logs, paths.backups, paths.run]) {
    try {
      const entry = lstatSync(path, { throwIfNoEntry: false })
      // What a link leads to may be somebody else's.
      if (entry === undefined || entry.isSymbolicLink() || (entry.mode & 0o077) === 0) continue
      chmodSync(path, entry.mode & 0o700)
    } catch (error) {
      log.warn('data.not-closed', { error })
    }
  }
}
