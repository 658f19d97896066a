import { useState } from 'react'
import type { ErrorInfo } from '../../../electron/contract/errors.ts'
import type { ModelId } from '../../../electron/contract/ids.ts'
import type { Model } from '../../../electron/contract/models.ts'
import { errorText } from '../../i18n/error-texts.ts'
import { useClient, useTopic } from '../../rpc/RpcProvider.tsx'
import { toErrorInfo } from '../../rpc/to-error-info.ts'
import { engineTopic } from '../../rpc/topics.ts'
import { toast } from '../../ui/toast-store.ts'

export type Load = {
  /** Why this model is not loaded although somebody wanted it to be, here or elsewhere. */
  failure: ErrorInfo | null
  load(model: ModelId, anyway: boolean): void
}

/** Loads models, and keeps what came of it until the next try. */
export function useLoad(model: Model | undefined): Load {
  const client = useClient()
  const engine = useTopic(engineTopic).value
  const [refused, setRefused] = useState<{ model: ModelId; error: ErrorInfo } | null>(null)

  const failed = (id: ModelId, error: ErrorInfo): void => {
    // Whoever stopped it knows.
    if (error.data?.['cancelled']) return
    if (error.code === 'CONNECTION_LOST') toast(errorText(error).title, null, 'failed')
    else setRefused({ model: id, error })
  }
  const failure = (): ErrorInfo | null => {
    // Whatever is wrong with it is said where the model is.
    if (!model || model.problem) return null
    if (engine?.phase === 'ready' && engine.loaded.model === model.id) return null
    if (engine?.phase === 'loading' && engine.model === model.id) return null
    if (refused?.model === model.id) return refused.error
    return engine?.phase === 'failed' && engine.model === model.id ? engine.error : null
  }
  return {
    failure: failure(),
    load(id, anyway) {
      setRefused(null)
      client.engine
        .load({ model: id, ...(anyway && { anyway }) })
        .catch((error: unknown) => failed(id, toErrorInfo(error)))
    },
  }
}
