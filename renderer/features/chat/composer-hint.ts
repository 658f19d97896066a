import { t } from '../../i18n/t.ts'
import type { ChatModel } from './use-chat-model.ts'

export type ComposerSituation = {
  text: string
  answering: boolean
  connected: boolean
  model: Pick<ChatModel, 'value' | 'problem' | 'quarantined'>
}

/** Why Enter does not send now; null where it does, or where nothing was written. */
export function composerHint({ text, answering, connected, model }: ComposerSituation): string | null {
  if (model.quarantined !== null) return t('composer.tryModel')
  if (model.problem) return t('composer.otherModel')
  if (model.value === null) return t('composer.noModel')
  if (!answering || text.trim() === '') return null
  return t(connected ? 'composer.waits' : 'composer.notConnected')
}
