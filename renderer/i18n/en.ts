import { enApp } from './en-app.ts'
import { enChat } from './en-chat.ts'
import { enModels } from './en-models.ts'
import { enSettings } from './en-settings.ts'
import { enWelcome } from './en-welcome.ts'

/** Every text of the page in ICU message syntax, by key. Errors have their own file: `error-texts.ts`. */
export const en = { ...enApp, ...enChat, ...enModels, ...enSettings, ...enWelcome }

export type TextKey = keyof typeof en
