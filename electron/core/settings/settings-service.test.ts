import { expect, test } from 'vitest'
import { defaultSettings, type SettingsEvent, type SettingsPatch } from '../../contract/settings.ts'
import { silentLog } from '../db/test-support/data-folder.ts'
import { openTestDatabase, tempPaths } from '../db/test-support/test-data.ts'
import { createSettingsService } from './settings-service.ts'
import { createSettingsStore } from './settings-store.ts'

function startService() {
  const paths = tempPaths()
  const opened = openTestDatabase({ paths })
  const start = () => createSettingsService({ store: createSettingsStore(opened), log: silentLog })
  return { start, service: start() }
}

test('a change is told with what changed, and is there after a restart', () => {
  const { start, service } = startService()
  const heard: [SettingsEvent, readonly string[]][] = []
  const stop = service.onChange((event, changed) => heard.push([event, changed]))
  service.set({ theme: 'dark', temperature: 0.7 })
  service.set({ theme: 'dark' })
  service.setModelsFolder('/models')
  service.reset(['theme'])
  stop()
  service.set({ topK: 1 })
  expect(heard).toEqual([
    [{ settings: { ...defaultSettings, theme: 'dark' }, revision: 2 }, ['theme']],
    [{ settings: { ...defaultSettings, theme: 'dark', modelsFolder: '/models' }, revision: 3 }, ['modelsFolder']],
    [{ settings: { ...defaultSettings, modelsFolder: '/models' }, revision: 4 }, ['theme']],
  ])
  expect(start().current().settings).toEqual({ ...defaultSettings, modelsFolder: '/models', topK: 1 })
})

test('a value out of range, or a folder from the page, changes nothing', () => {
  const { service } = startService()
  const refused = expect.objectContaining({ code: 'INPUT_INVALID' })
  expect(() => service.set({ theme: 'dark', temperature: 3 })).toThrow(refused)
  expect(() => service.set({ modelsFolder: '/etc' } as SettingsPatch)).toThrow(refused)
  expect(service.current()).toEqual({ settings: defaultSettings, revision: 1 })
})
