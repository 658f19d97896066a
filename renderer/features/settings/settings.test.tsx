import { expect, test } from 'vitest'
import {
  defaultSettings,
  settingsPatch,
  type Settings,
  type SettingsPatch,
} from '../../../electron/contract/settings.ts'
import { t } from '../../i18n/t.ts'
import { parseNumber } from './parse-number.ts'
import { controls, type Control } from './setting-controls.ts'
import { isChanged, shownDefaults } from './setting-defaults.ts'
import { findSettings, settingIds, settingIndex } from './setting-index.ts'

const facts = { logicalCores: 8 }
const everyControl: readonly [string, Control][] = Object.entries(controls)

test('every setting of the contract has a row and a known default, but for what the app notes for itself', () => {
  const { lastModel: _model, welcomed: _welcomed, ...meant } = defaultSettings
  expect(shownDefaults).toEqual(meant)
  expect(settingIds).toEqual(expect.arrayContaining(Object.keys(meant)))
})

/** Everything that a control offers, as the patches that it would send. */
function patchesOf(control: Control): readonly SettingsPatch[] {
  switch (control.kind) {
    case 'segments':
    case 'select':
      return control.options(facts).map(({ value }) => control.patch(value))
    case 'slider':
      return [control.patch(control.min), control.patch(control.max)]
    case 'number':
      return [control.patch(control.min), control.patch(control.max), ...(control.empty ? [control.patch(null)] : [])]
    case 'text':
      return [control.patch(''), control.patch('Answer briefly.')]
  }
}

test('what a control can write, the contract takes, and it is that setting alone', () => {
  const all = everyControl.flatMap(([key, control]) => patchesOf(control).map((patch) => ({ key, patch })))
  expect(all.length).toBeGreaterThan(everyControl.length)
  expect(all.filter(({ patch }) => !settingsPatch.safeParse(patch).success)).toEqual([])
  expect(all.filter(({ key, patch }) => Object.keys(patch).join() !== key)).toEqual([])
})

test('a control shows what it wrote', () => {
  const choices = everyControl.flatMap(([, control]) =>
    control.kind === 'select' || control.kind === 'segments'
      ? control.options(facts).map(({ value }) => ({ control, value }))
      : [],
  )
  expect(choices.length).toBeGreaterThan(10)
  const shown = choices.map(({ control, value }) =>
    control.read({ ...defaultSettings, ...control.patch(value) } as Settings),
  )
  expect(shown).toEqual(choices.map(({ value }) => value))
})

test('a row knows whether there is a default to go back to', () => {
  expect(isChanged(defaultSettings, 'temperature')).toBe(false)
  expect(isChanged({ ...defaultSettings, temperature: 0.2 }, 'temperature')).toBe(true)
  expect(isChanged({ ...defaultSettings, seed: 0 }, 'seed')).toBe(true)
})

test('a setting is found by its name, by its effect and by its section', () => {
  expect([...findSettings('theme')]).toContain('theme')
  expect([...findSettings('likeliest')]).toEqual(expect.arrayContaining(['temperature', 'topP', 'topK', 'minP']))
  expect([...findSettings('keyboard')]).toContain('keyboard')
  expect(findSettings('zebra').size).toBe(0)
})

test('every row says its effect in one short line', () => {
  const helps = settingIds.map((id) => settingIndex[id].help).filter((help) => help !== null)
  expect(helps.map((help) => t(help)).filter((words) => words.length > 80)).toEqual([])
})

test('a number is taken as people type it, and refused outside its range', () => {
  const range = { min: 1, max: 2048, mayBeEmpty: true }
  expect(parseNumber(' 1,024 ', range)).toEqual({ ok: true, value: 1024 })
  expect(parseNumber('', range)).toEqual({ ok: true, value: null })
  expect(parseNumber('', { ...range, mayBeEmpty: false })).toEqual({ ok: false })
  const wrong = ['0', '2049', '-3', '1.5', '12 apples', '1,02']
  expect(wrong.filter((text) => parseNumber(text, range).ok)).toEqual([])
})
