import { setupI18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { en, type TextKey } from './en.ts'

export type TextValues = Readonly<Record<string, string | number>>

const i18n = setupI18n({ locale: 'en', messages: { en: {} } })
const compiled = new Set<string>()

function ensureCompiled(id: string, message: string): void {
  if (compiled.has(id)) return
  compiled.add(id)
  i18n.load('en', { [id]: compileMessage(message) })
}

/** The text of a key, with its values put in. Messages are compiled when first used. */
export function t(key: TextKey, values: TextValues = {}): string {
  ensureCompiled(key, en[key])
  return i18n._(key, values)
}

/** For texts that live outside the catalogue, such as those of errors. `id` names the message for the cache. */
export function formatText(id: string, message: string, values: TextValues = {}): string {
  ensureCompiled(id, message)
  return i18n._(id, values)
}
