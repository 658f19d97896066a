import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createFakeClock } from '../../fake-clock.ts'
import type { Paths } from '../../ports.ts'
import { openDatabase, type OpenDatabase, type OpenDatabaseDeps } from '../open.ts'
import { pathsIn, silentLog } from './data-folder.ts'

const memoryFolder = '/dev/shm'
const enoughRoom = 256 * 1024 * 1024

/** In memory where there is room: what is tested is what SQLite asks of a disk, not how long the disk takes. */
function tempRoot(): string {
  if (!existsSync(memoryFolder)) return tmpdir()
  const { bavail, bsize } = statfsSync(memoryFolder)
  return bavail * bsize > enoughRoom ? memoryFolder : tmpdir()
}

/** A data folder of its own for the running test, gone when the test ends. */
export function tempPaths(root = tempRoot()): Paths {
  const folder = mkdtempSync(join(root, 'ingle-data-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return pathsIn(join(folder, 'data'))
}

/** An open database that the end of the test closes. */
export function openTestDatabase(deps: Partial<OpenDatabaseDeps> & { paths: Paths }): OpenDatabase {
  const opened = openDatabase({ log: silentLog, clock: createFakeClock(), ...deps })
  onTestFinished(() => {
    opened.dispose()
  })
  return opened
}
