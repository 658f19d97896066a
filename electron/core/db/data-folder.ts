import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { folderErrors } from '../folder-errors.ts'
import type { Paths } from '../ports.ts'

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
