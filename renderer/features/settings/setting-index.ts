import { matchScore } from '../../actions/match.ts'
import type { TextKey } from '../../i18n/en.ts'
import { t } from '../../i18n/t.ts'

export const settingSections = [
  'appearance',
  'models',
  'memory',
  'answers',
  'privacy',
  'keyboard',
  'data',
  'about',
] as const
export type SettingSection = (typeof settingSections)[number]

type IndexEntry = { section: SettingSection; label: TextKey; help: TextKey | null }

/** Every row of the page, in its order: what the search, the palette and the page itself go by. */
export const settingIndex = {
  theme: { section: 'appearance', label: 'settings.theme', help: 'settings.themeHelp' },
  modelsFolder: { section: 'models', label: 'settings.modelsFolder', help: 'settings.modelsFolderHelp' },
  modelFiles: { section: 'models', label: 'settings.modelFiles', help: 'settings.modelFilesHelp' },
  contextSize: { section: 'memory', label: 'settings.contextSize', help: 'settings.contextSizeHelp' },
  idleUnloadMinutes: { section: 'memory', label: 'settings.idleUnload', help: 'settings.idleUnloadHelp' },
  gpu: { section: 'memory', label: 'settings.gpu', help: 'settings.gpuHelp' },
  threads: { section: 'memory', label: 'settings.threads', help: 'settings.threadsHelp' },
  systemPrompt: { section: 'answers', label: 'settings.systemPrompt', help: 'settings.systemPromptHelp' },
  temperature: { section: 'answers', label: 'settings.temperature', help: 'settings.temperatureHelp' },
  topP: { section: 'answers', label: 'settings.topP', help: 'settings.topPHelp' },
  topK: { section: 'answers', label: 'settings.topK', help: 'settings.topKHelp' },
  minP: { section: 'answers', label: 'settings.minP', help: 'settings.minPHelp' },
  repeatPenalty: { section: 'answers', label: 'settings.repeatPenalty', help: 'settings.repeatPenaltyHelp' },
  seed: { section: 'answers', label: 'settings.seed', help: 'settings.seedHelp' },
  maxTokens: { section: 'answers', label: 'settings.maxTokens', help: 'settings.maxTokensHelp' },
  network: { section: 'privacy', label: 'settings.network', help: 'settings.networkHelp' },
  telemetry: { section: 'privacy', label: 'settings.telemetry', help: 'settings.telemetryHelp' },
  keyboard: { section: 'keyboard', label: 'settings.shortcuts', help: null },
  dataFolder: { section: 'data', label: 'settings.dataFolder', help: null },
  dataUse: { section: 'data', label: 'settings.dataUse', help: 'settings.dataUseHelp' },
  logs: { section: 'data', label: 'settings.logs', help: 'settings.logsHelp' },
  erase: { section: 'data', label: 'settings.erase', help: 'settings.eraseHelp' },
  version: { section: 'about', label: 'settings.version', help: null },
  licences: { section: 'about', label: 'settings.licences', help: 'settings.licencesHelp' },
} as const satisfies Record<string, IndexEntry>

export type SettingId = keyof typeof settingIndex

export const settingIds = Object.keys(settingIndex) as SettingId[]

export function sectionTitle(section: SettingSection): string {
  return t(`settings.section.${section}`)
}

export function isSection(value: string): value is SettingSection {
  return (settingSections as readonly string[]).includes(value)
}

export function isSetting(value: string): value is SettingId {
  return value in settingIndex
}

/** The rows that go by these words; all of them without any. */
export function findSettings(query: string): ReadonlySet<SettingId> {
  return new Set(
    settingIds.filter((id) => {
      const { section, label, help }: IndexEntry = settingIndex[id]
      const keywords = `${sectionTitle(section)} ${help === null ? '' : t(help)}`
      return matchScore(query, { title: t(label), keywords }) > 0
    }),
  )
}
