import type { Settings, SettingsPatch } from '../../../electron/contract/settings.ts'
import type { TextKey } from '../../i18n/en.ts'
import { formatCount, formatTokensShort } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import type { ShownSetting } from './setting-defaults.ts'

type Option = { value: string; label: string }

/** One control, and how it reads a setting and writes it back. */
export type Control =
  | {
      kind: 'segments' | 'select'
      options: (facts: MachineFacts) => readonly Option[]
      read: (settings: Settings) => string
      patch: (value: string) => SettingsPatch
    }
  | {
      kind: 'slider'
      min: number
      max: number
      step: number
      digits: number
      read: (settings: Settings) => number
      patch: (value: number) => SettingsPatch
    }
  /** `empty`: the word for no number, where there may be none. */
  | {
      kind: 'number'
      min: number
      max: number
      empty: TextKey | null
      read: (settings: Settings) => number | null
      patch: (value: number | null) => SettingsPatch
    }
  | { kind: 'text'; read: (settings: Settings) => string; patch: (value: string) => SettingsPatch }

/** What the choices depend on; null until it is known. */
export type MachineFacts = { logicalCores: number | null }

const themes = ['system', 'dark', 'light'] as const
const contextSizes = [2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072]
const idleMinutes = [5, 15, 30, 60, 240]

const autoOr = (value: string): 'auto' | number => (value === 'auto' ? 'auto' : Number(value))
const share = (read: (settings: Settings) => number, patch: (value: number) => SettingsPatch): Control => ({
  kind: 'slider',
  min: 0,
  max: 1,
  step: 0.01,
  digits: 2,
  read,
  patch,
})

export const controls: Record<Exclude<ShownSetting, 'modelsFolder'>, Control> = {
  theme: {
    kind: 'segments',
    options: () => themes.map((value) => ({ value, label: t(`settings.theme.${value}`) })),
    read: ({ theme }) => theme,
    patch: (value) => ({ theme: themes.find((theme) => theme === value) ?? 'system' }),
  },
  contextSize: {
    kind: 'select',
    options: () => [
      { value: 'auto', label: t('settings.auto') },
      ...contextSizes.map((size) => ({
        value: String(size),
        label: t('settings.tokens', { count: formatTokensShort(size) }),
      })),
    ],
    read: ({ contextSize }) => String(contextSize),
    patch: (value) => ({ contextSize: autoOr(value) }),
  },
  idleUnloadMinutes: {
    kind: 'select',
    options: () => [
      ...idleMinutes.map((minutes) => ({ value: String(minutes), label: t('settings.minutes', { minutes }) })),
      { value: 'never', label: t('settings.never') },
    ],
    read: ({ idleUnloadMinutes }) => (idleUnloadMinutes === null ? 'never' : String(idleUnloadMinutes)),
    patch: (value) => ({ idleUnloadMinutes: value === 'never' ? null : Number(value) }),
  },
  gpu: {
    kind: 'segments',
    options: () => [
      { value: 'auto', label: t('settings.gpuAuto') },
      { value: 'off', label: t('settings.gpuOff') },
    ],
    read: ({ gpu }) => gpu,
    patch: (value) => ({ gpu: value === 'off' ? 'off' : 'auto' }),
  },
  threads: {
    kind: 'select',
    options: ({ logicalCores }) => [
      { value: 'auto', label: t('settings.auto') },
      ...Array.from({ length: logicalCores ?? 0 }, (_, index) => ({
        value: String(index + 1),
        label: formatCount(index + 1),
      })),
    ],
    read: ({ threads }) => String(threads),
    patch: (value) => ({ threads: autoOr(value) }),
  },
  systemPrompt: { kind: 'text', read: ({ systemPrompt }) => systemPrompt, patch: (systemPrompt) => ({ systemPrompt }) },
  temperature: {
    kind: 'slider',
    min: 0,
    max: 2,
    step: 0.05,
    digits: 2,
    read: ({ temperature }) => temperature,
    patch: (temperature) => ({ temperature }),
  },
  topP: share(
    ({ topP }) => topP,
    (topP) => ({ topP }),
  ),
  topK: {
    kind: 'number',
    min: 0,
    max: 1000,
    empty: null,
    read: ({ topK }) => topK,
    patch: (value) => (value === null ? {} : { topK: value }),
  },
  minP: share(
    ({ minP }) => minP,
    (minP) => ({ minP }),
  ),
  repeatPenalty: {
    kind: 'slider',
    min: 1,
    max: 2,
    step: 0.05,
    digits: 2,
    read: ({ repeatPenalty }) => repeatPenalty,
    patch: (repeatPenalty) => ({ repeatPenalty }),
  },
  seed: {
    kind: 'number',
    min: 0,
    max: 4_294_967_295,
    empty: 'settings.random',
    read: ({ seed }) => seed,
    patch: (seed) => ({ seed }),
  },
  maxTokens: {
    kind: 'number',
    min: 1,
    max: 1_048_576,
    empty: 'settings.noLimit',
    read: ({ maxTokens }) => maxTokens,
    patch: (maxTokens) => ({ maxTokens }),
  },
}
