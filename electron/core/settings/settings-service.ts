import { AppError } from '../../contract/errors.ts'
import {
  type SettingKey,
  type Settings,
  type SettingsEvent,
  type SettingsPatch,
  settingsPatch,
} from '../../contract/settings.ts'
import type { Log } from '../ports.ts'
import type { SettingsStore } from './settings-store.ts'

export type SettingsListener = (event: SettingsEvent, changed: readonly SettingKey[]) => void

export type SettingsService = {
  /** The settings as they are; `revision` grows with every change. */
  current(): SettingsEvent
  /** Throws `INPUT_INVALID`. Stored before it returns. */
  set(patch: SettingsPatch): void
  reset(keys: readonly SettingKey[]): void
  /** For the host alone: an absolute path that its dialog or the start command gave, or null for the usual place. */
  setModelsFolder(folder: string | null): void
  /** Called after every change that is one. Returns how to end it. */
  onChange(listener: SettingsListener): () => void
}

export type SettingsServiceDeps = { store: SettingsStore; log: Log }

export function createSettingsService({ store, log }: SettingsServiceDeps): SettingsService {
  const listeners = new Set<SettingsListener>()
  let event: SettingsEvent = { settings: store.read(), revision: 1 }

  const apply = (write: () => void): void => {
    write()
    const settings = store.read()
    const changed = (Object.keys(settings) as SettingKey[]).filter((key) => settings[key] !== event.settings[key])
    if (changed.length === 0) return
    event = { settings, revision: event.revision + 1 }
    log.info('settings.changed', { keys: changed })
    for (const listener of listeners) listener(event, changed)
  }

  return {
    current: () => event,
    set: (patch) => {
      const parsed = settingsPatch.safeParse(patch)
      if (!parsed.success) throw new AppError('INPUT_INVALID', 'not a valid setting', { cause: parsed.error })
      const values = withoutUndefined(parsed.data)
      apply(() => {
        store.write(values)
      })
    },
    reset: (keys) => {
      apply(() => {
        store.remove(keys)
      })
    },
    setModelsFolder: (folder) => {
      apply(() => {
        store.write({ modelsFolder: folder })
      })
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

function withoutUndefined(patch: SettingsPatch): Partial<Settings> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
}
