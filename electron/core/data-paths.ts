import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'

export type Environment = Readonly<Record<string, string | undefined>>

/** Where everything lies that Ingle keeps. `INGLE_DATA` first, then the place each system has for it. Absolute. */
export function dataFolder(env: Environment, platform: NodeJS.Platform, home: string = homedir()): string {
  if (env['INGLE_DATA']) return resolve(env['INGLE_DATA'])
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Ingle')
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Ingle')
  const base = env['XDG_DATA_HOME']
  // The specification says to ignore a relative one.
  return join(base && isAbsolute(base) ? base : join(home, '.local', 'share'), 'ingle')
}

export function dataPaths(data: string) {
  return {
    data,
    database: join(data, 'ingle.db'),
    lockDatabase: join(data, 'lock.db'),
    models: join(data, 'models'),
    logs: join(data, 'logs'),
    backups: join(data, 'backups'),
    run: join(data, 'run'),
  }
}
