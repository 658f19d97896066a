import { useState } from 'react'
import type { Message } from '../../../electron/contract/chat.ts'
import type { ErrorInfo } from '../../../electron/contract/errors.ts'
import type { ModelId } from '../../../electron/contract/ids.ts'
import type { Model } from '../../../electron/contract/models.ts'
import { errorText } from '../../i18n/error-texts.ts'
import { t } from '../../i18n/t.ts'
import { useClient, useTopic } from '../../rpc/RpcProvider.tsx'
import { modelsTopic } from '../../rpc/topics.ts'
import { useSaveSettings, useSettings } from '../../rpc/use-settings.ts'
import { useAttempt } from './use-attempt.ts'
import { useLoad } from './use-load.ts'

/** Why a model cannot answer, in words. `name` is null where nothing remembers it. */
export type ModelProblem = { name: string | null; words: string }

export type ChatModel = {
  /** The model that is to answer next; null when none was ever chosen and none works, and while that is not known. */
  value: ModelId | null
  /** The same where it can answer, else null. Nothing is sent to another one. */
  ready: ModelId | null
  problem: ModelProblem | null
  /** The same where it was set aside because it brought the engine down, else null. */
  quarantined: ModelId | null
  /** Loading it failed, and nothing has come of it since. */
  failure: { name: string; error: ErrorInfo } | null
  choose(model: ModelId): void
  /** Loads it; `anyway`: also if it seems to need more memory than is left. */
  load(anyway: boolean): void
  /** No longer sets it aside, and loads it. */
  tryAgain(): Promise<void>
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
  const { failure, load } = useLoad(model)

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
    quarantined: isQuarantined(model) ? model.id : null,
    failure: model && failure ? { name: model.name, error: failure } : null,
    choose(next) {
      setChosen(next)
      // It was set aside: first it says why.
      if (known?.models.find(({ id }) => id === next)?.problem) return
      void save({ lastModel: next })
      if (!answering) load(next, false)
    },
    load: (anyway) => value !== null && load(value, anyway),
    async tryAgain() {
      if (value !== null && (await attempt(client.models.tryAgain({ model: value })))) load(value, false)
    },
  }
}

function isQuarantined(model: Model | undefined): model is Model {
  return model?.problem?.code === 'MODEL_QUARANTINED'
}
