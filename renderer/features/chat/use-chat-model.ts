import { useState } from 'react'
import type { Message } from '../../../electron/contract/chat.ts'
import type { ModelId } from '../../../electron/contract/ids.ts'
import { errorText } from '../../i18n/error-texts.ts'
import { t } from '../../i18n/t.ts'
import { useClient, useTopic } from '../../rpc/RpcProvider.tsx'
import { modelsTopic } from '../../rpc/topics.ts'
import { useSaveSettings, useSettings } from '../../rpc/use-settings.ts'
import { useAttempt } from './use-attempt.ts'

/** Why a model cannot answer, in words. `name` is null where nothing remembers it. */
export type ModelProblem = { name: string | null; words: string }

export type ChatModel = {
  /** The model that is to answer next; null when none was ever chosen and none works, and while that is not known. */
  value: ModelId | null
  /** The same where it can answer, else null. Nothing is sent to another one. */
  ready: ModelId | null
  problem: ModelProblem | null
  choose(model: ModelId): void
}

/**
 * What was chosen here, else the one that answered last in this chat, else the one used last. Only where there is no such
 * thing any that works: whose file went away is not replaced unasked. Choosing one loads it at once, unless an answer
 * would be ended by that.
 */
export function useChatModel(messages: readonly Message[], answering: boolean): ChatModel {
  const client = useClient()
  const attempt = useAttempt()
  const save = useSaveSettings()
  const [chosen, setChosen] = useState<ModelId | null>(null)
  const known = useTopic(modelsTopic).value
  const settings = useSettings()
  const answered = messages.findLast(({ model }) => model !== null)?.model ?? null

  const meant = chosen ?? answered?.id ?? settings?.lastModel ?? null
  const any = settings && known?.models.find(({ problem }) => problem === null)?.id
  const value = meant ?? any ?? null
  const model = known?.models.find(({ id }) => id === value)

  const problem = (): ModelProblem | null => {
    if (value === null || !known || model?.problem === null) return null
    if (model?.problem) {
      const { title, body } = errorText(model.problem)
      return { name: model.name, words: `${title}. ${body}` }
    }
    // Not in the list. While the folder is being looked through it may still come.
    if (known.scanning) return null
    return { name: answered?.id === value ? answered.name : null, words: t('model.gone') }
  }
  return {
    value,
    ready: model?.problem === null ? value : null,
    problem: problem(),
    choose(next) {
      setChosen(next)
      void save({ lastModel: next })
      if (!answering) void attempt(client.engine.load({ model: next }))
    },
  }
}
