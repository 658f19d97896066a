import type Database from 'better-sqlite3'
import { defaultSettings, settingKeys, type Settings, settingsSchema } from '../../contract/settings.ts'
import { guardStore } from '../db/sqlite-errors.ts'
import { transact } from '../db/transact.ts'

export type SettingsStore = {
  /** Always valid, whatever lies in the table: a value that is not allowed reads as the default and stays where it is. */
  read(): Settings
  /** All of it or nothing. Keys this version does not know, and values it cannot read, are left alone. */
  write(values: Partial<Settings>): void
  /** Forgets stored values, so that the defaults apply. */
  remove(keys: readonly (keyof Settings)[]): void
}

export function createSettingsStore({ db }: { db: Database.Database }): SettingsStore {
  const select = db.prepare<[], { key: string; value: string }>('SELECT key, value FROM setting')
  const upsert = db.prepare<[string, string]>('INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)')
  const remove = db.prepare<[string]>('DELETE FROM setting WHERE key = ?')
  return guardStore(db, {
    read: () => readSettings(new Map(select.all().map(({ key, value }) => [key, value]))),
    write: transact(db, (values: Partial<Settings>) => {
      for (const key of settingKeys) {
        const value = values[key]
        if (value !== undefined) upsert.run(key, JSON.stringify(value))
      }
    }),
    remove: transact(db, (keys: readonly (keyof Settings)[]) => {
      for (const key of keys) remove.run(key)
    }),
  })
}

/** Valid settings from any stored text. */
export function readSettings(stored: ReadonlyMap<string, string>): Settings {
  const valid = settingKeys.flatMap((key) => {
    const parsed = settingsSchema.shape[key].safeParse(parseJson(stored.get(key)))
    return parsed.success ? [[key, parsed.data] as const] : []
  })
  return { ...defaultSettings, ...Object.fromEntries(valid) }
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
