import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultSettings, settingKeys, type Settings, settingsSchema } from '../../contract/settings.ts'
import { openTestDatabase, tempPaths } from '../db/test-support/test-data.ts'
import { createSettingsStore, readSettings } from './settings-store.ts'

function startStore() {
  const paths = tempPaths()
  const { db } = openTestDatabase({ paths })
  const stored = (key: string) =>
    db.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck().get(key) ?? null
  return { db, paths, stored, store: createSettingsStore({ db }) }
}

const put = 'INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)'

test('nothing stored means the defaults', () => {
  expect(startStore().store.read()).toEqual(defaultSettings)
})

test('what is set is read back, and what is removed is the default again', () => {
  const { store } = startStore()
  const values: Partial<Settings> = { theme: 'dark', threads: 4, seed: 4_294_967_295, systemPrompt: 'a\0b \ud800' }
  store.write(values)
  expect(store.read()).toEqual({ ...defaultSettings, ...values })
  store.remove(['threads', 'theme'])
  expect(store.read()).toEqual({ ...defaultSettings, seed: values.seed, systemPrompt: values.systemPrompt })
})

test('a bad value reads as the default and stays in the table until it is overwritten', () => {
  const { db, store, stored } = startStore()
  db.prepare(put).run('temperature', '99')
  db.prepare(put).run('topK', 'not json')
  db.prepare(put).run('theme', '"dark"')
  store.write({ welcomed: true })
  expect(store.read()).toEqual({ ...defaultSettings, theme: 'dark', welcomed: true })
  expect([stored('temperature'), stored('topK')]).toEqual(['99', 'not json'])
  store.write({ temperature: 1 })
  expect(stored('temperature')).toBe('1')
})

test('keys of another version are kept', () => {
  const { db, store, stored } = startStore()
  db.prepare(put).run('fromTomorrow', '{"a":1}')
  store.write({ theme: 'light' })
  store.remove(settingKeys)
  expect(stored('fromTomorrow')).toBe('{"a":1}')
})

test('whatever lies in the table, the settings are valid and every valid value is taken', () => {
  const json = fc.oneof(
    fc.json(),
    fc.string(),
    fc.integer().map(String),
    fc.constantFrom('null', '"auto"', '"off"', '1e999'),
  )
  const rows = fc.dictionary(fc.constantFrom(...settingKeys, '__proto__', 'unknown'), json)
  fc.assert(
    fc.property(rows, (stored) => {
      const read = readSettings(new Map(Object.entries(stored)))
      expect(settingsSchema.strict().safeParse(read).success).toBe(true)
    }),
    { numRuns: 300 },
  )
  const valid = fc.record({
    temperature: fc.double({ min: 0, max: 2, noNaN: true }).map((value) => value + 0),
    contextSize: fc.oneof(fc.constant('auto' as const), fc.integer({ min: 256, max: 1_048_576 })),
    seed: fc.option(fc.integer({ min: 0, max: 4_294_967_295 })),
    systemPrompt: fc.string(),
  })
  fc.assert(
    fc.property(valid, (values) => {
      const stored = Object.entries(values).map(([key, value]) => [key, JSON.stringify(value)] as const)
      expect(readSettings(new Map(stored))).toEqual({ ...defaultSettings, ...values })
    }),
  )
})
