import { implement } from '@orpc/server'
import { AppError } from '../../contract/errors.ts'
import type { ModelId } from '../../contract/ids.ts'
import { modelsContract } from '../../contract/models.ts'
import type { Dialogs } from '../ports.ts'
import type { ModelsService } from './models-service.ts'

export type ModelsDeps = {
  models: ModelsService
  dialogs: Dialogs | null
  /** Is it loaded, or being loaded, now? */
  inUse(id: ModelId): boolean
}

export function modelsRouter({ models, dialogs, inUse }: ModelsDeps) {
  const api = implement(modelsContract)
  return api.router({
    list: api.list.handler(({ signal }) => models.topic.watch(signal)),
    addPath: api.addPath.handler(async ({ input }) => ({ id: await models.add(input.path) })),
    pick: api.pick.handler(async () => {
      if (dialogs === null) throw new AppError('NOT_SUPPORTED', 'This host has no file dialog')
      const path = await dialogs.pickModelFile()
      return path === null ? null : { id: await models.add(path) }
    }),
    forget: api.forget.handler(async ({ input }) => {
      if (inUse(input.model)) throw new AppError('MODEL_IN_USE', 'Unload the model first')
      await models.forget(input.model)
    }),
    tryAgain: api.tryAgain.handler(({ input }) => models.tryAgain(input.model)),
    rescan: api.rescan.handler(() => models.rescan()),
  })
}
