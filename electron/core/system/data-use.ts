import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataUse } from '../../contract/system.ts'
import type { Paths } from '../ports.ts'

async function sizeOf(path: string): Promise<number> {
  const entry = await stat(path).catch(() => null)
  if (entry === null) return 0
  if (!entry.isDirectory()) return entry.size
  const names = await readdir(path).catch(() => [])
  const sizes = await Promise.all(names.map((name) => sizeOf(join(path, name))))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Bytes on disk of what the app keeps, model files apart. */
export async function readDataUse(paths: Paths): Promise<DataUse> {
  const database = await Promise.all(['', '-wal', '-shm'].map((suffix) => sizeOf(paths.database + suffix)))
  return {
    database: database.reduce((sum, size) => sum + size, 0),
    logs: await sizeOf(paths.logs),
    backups: await sizeOf(paths.backups),
  }
}
