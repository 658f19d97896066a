import { implement } from '@orpc/server'
import { engineContract } from '../../contract/engine.ts'
import type { EngineService } from './engine-service.ts'

export function engineRouter({ engine }: { engine: EngineService }) {
  const api = implement(engineContract)
  return api.router({
    state: api.state.handler(({ signal }) => engine.state.watch(signal)),
    load: api.load.handler(({ input }) => engine.load(input.model, input)),
    cancelLoad: api.cancelLoad.handler(() => engine.cancelLoad()),
    unload: api.unload.handler(() => engine.unload('user')),
    reset: api.reset.handler(() => engine.reset()),
    log: api.log.handler(() => ({ text: engine.logTail() })),
  })
}
