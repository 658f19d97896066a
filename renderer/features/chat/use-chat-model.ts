import { useState } from 'react'
import type { Message } from '../../../electron/contract/chat.ts'
import type { ModelId } from '../../../electron/contract/ids.ts'
import { useClient, useTopic } from '../../rpc/RpcProvider.tsx'
import { modelsTopic } from '../../rpc/topics.ts'
import { useSaveSettings, useSettings } from '../../rpc/use-settings.ts'
import { useAttempt } from './use-attempt.ts'

export type ChatModel = { value: ModelId | null; choose(model: ModelId): void }

/**
 * The model that answers next: what was chosen here, else the one that answered last in this chat, else the one used
 * last, else any that works. Choosing one loads it at once, unless an answer would be ended by that.
 */
export function useChatModel(messages: readonly Message[], answering: boolean): ChatModel {
  const client = useClient()
  const attempt = useAttempt()
  const save = useSaveSettings()
  const [chosen, setChosen] = useState<ModelId | null>(null)
  const models = useTopic(modelsTopic).value?.models
  const lastUsed = useSettings()?.lastModel ?? null
  const answered = messages.findLast(({ model }) => model !== null)?.model?.id ?? null

  const works = (id: ModelId | null): boolean =>
    models?.some((model) => model.id === id && model.problem === null) ?? false
  const value = [chosen, answered, lastUsed].find(works) ?? models?.find(({ problem }) => problem === null)?.id ?? null
  return {
    value,
    choose(model) {
      setChosen(model)
      void save({ lastModel: model })
      if (!answering) void attempt(client.engine.load({ model }))
    },
  }
}
