import type { EngineState } from '../../contract/engine.ts'
import type { Topic } from '../topic.ts'

/** Calls back when another model is loaded, or none any more; what is found out about it later is no change. */
export function onLoadedModel(state: Topic<EngineState>, changed: () => void): void {
  let before: string | null = null
  state.listen((event) => {
    // Between two loads of a model there is always a moment without one.
    const now = event.phase === 'ready' ? event.loaded.model : null
    if (now === before) return
    before = now
    changed()
  })
}
