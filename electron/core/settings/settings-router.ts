import { implement } from '@orpc/server'
import { AppError } from '../../contract/errors.ts'
import { settingsContract } from '../../contract/settings.ts'
import type { SettingsEvent } from '../../contract/settings.ts'
import type { Dialogs } from '../ports.ts'
import type { Topic } from '../topic.ts'
import type { SettingsService } from './settings-service.ts'

export type SettingsDeps = { settings: SettingsService; topic: Topic<SettingsEvent>; dialogs: Dialogs | null }

export function settingsRouter({ settings, topic, dialogs }: SettingsDeps) {
  const api = implement(settingsContract)
  return api.router({
    watch: api.watch.handler(({ signal }) => topic.watch(signal)),
    set: api.set.handler(({ input }) => settings.set(input)),
    reset: api.reset.handler(({ input }) => settings.reset(input.keys)),
    pickModelsFolder: api.pickModelsFolder.handler(async () => {
      if (dialogs === null) throw new AppError('NOT_SUPPORTED', 'This host has no folder dialog')
      const folder = await dialogs.pickFolder('Models folder')
      if (folder !== null) settings.setModelsFolder(folder)
      return { changed: folder !== null }
    }),
  })
}
