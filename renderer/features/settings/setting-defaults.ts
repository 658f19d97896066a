import type { Settings } from '../../../electron/contract/settings.ts'

/** What `settings.reset` goes back to, so that a row knows whether it was changed. A test holds it against the contract. */
export const shownDefaults = {
  theme: 'system',
  threads: 'auto',
  gpu: 'auto',
  contextSize: 'auto',
  idleUnloadMinutes: 15,
  temperature: 0.7,
  topP: 0.95,
  topK: 40,
  minP: 0.05,
  repeatPenalty: 1,
  seed: null,
  maxTokens: null,
  systemPrompt: '',
  modelsFolder: null,
} as const satisfies Partial<Settings>

export type ShownSetting = keyof typeof shownDefaults

export function isChanged(settings: Settings, key: ShownSetting): boolean {
  return settings[key] !== shownDefaults[key]
}
