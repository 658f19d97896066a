import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import { ModelId } from './ids.ts'

const auto = z.literal('auto')

/** Every setting with its range. Values out of range are refused; unknown keys in the stored file are kept. */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'dark', 'light']),
  /** Absolute; null means `models/` in the data folder. Set by the host's dialog or the start command. */
  modelsFolder: z.string().max(4096).nullable(),
  threads: z.union([auto, z.number().int().min(1).max(256)]),
  gpu: z.enum(['auto', 'off']),
  contextSize: z.union([auto, z.number().int().min(256).max(1_048_576)]),
  /** Minutes without use after which the model is unloaded; null: never. */
  idleUnloadMinutes: z.number().int().min(1).max(1440).nullable(),
  temperature: z.number().min(0).max(2),
  topP: z.number().min(0).max(1),
  topK: z.number().int().min(0).max(1000),
  minP: z.number().min(0).max(1),
  repeatPenalty: z.number().min(1).max(2),
  /** null: a new one for every answer. */
  seed: z.number().int().min(0).max(4_294_967_295).nullable(),
  /** null: as long as the context allows. */
  maxTokens: z.number().int().min(1).max(1_048_576).nullable(),
  systemPrompt: z.string().max(100_000),
  lastModel: ModelId.nullable(),
  welcomed: z.boolean(),
})
export type Settings = z.infer<typeof settingsSchema>
export type SettingKey = keyof Settings

export const defaultSettings: Settings = {
  theme: 'system',
  modelsFolder: null,
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
  lastModel: null,
  welcomed: false,
}

export const settingKeys = Object.keys(defaultSettings) as SettingKey[]

export type SettingsEvent = { settings: Settings; revision: number }

/** What the page may set itself. A folder is chosen through the host, never typed into a setting. */
export const settingsPatch = settingsSchema.omit({ modelsFolder: true }).partial().strict()
export type SettingsPatch = z.infer<typeof settingsPatch>

export const settingsContract = {
  /** Topic: all settings, now and on every change. */
  watch: oc.output(eventIterator(type<SettingsEvent>())),
  set: oc.input(settingsPatch).output(type<void>()),
  /** Back to the default. */
  reset: oc.input(z.object({ keys: z.array(z.enum(settingKeys)).min(1) })).output(type<void>()),
  /** The host's folder dialog for the models folder (capability `pickFile`); false when nothing was chosen. */
  pickModelsFolder: oc.output(type<{ changed: boolean }>()),
}
