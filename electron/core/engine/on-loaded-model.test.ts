import { expect, test } from 'vitest'
import type { EngineState, LoadedModel } from '../../contract/engine.ts'
import { ModelId } from '../../contract/ids.ts'
import { createTopic } from '../topic.ts'
import { onLoadedModel } from './on-loaded-model.ts'

const loaded: LoadedModel = {
  model: ModelId.parse('a'),
  name: 'A',
  quantisation: null,
  contextSize: 2048,
  trainContextSize: null,
  threads: 2,
  gpu: null,
  gpuLayers: 0,
  gpuFallback: null,
  loadMs: 1,
}
const ready = (now: LoadedModel): EngineState => ({ phase: 'ready', loaded: now, work: { kind: 'idle' } })

test('what fits into the context is counted anew when a model comes or goes, not when its threads were tuned', () => {
  const state = createTopic<EngineState>({ phase: 'off', reason: 'start' })
  let changes = 0
  onLoadedModel(state, () => changes++)
  const steps: readonly [EngineState, number][] = [
    [{ phase: 'loading', model: loaded.model, name: 'A', share: 0, msLeft: null }, 0],
    [ready(loaded), 1],
    [ready({ ...loaded, threads: 1 }), 1],
    [{ phase: 'loading', model: loaded.model, name: 'A', share: 0, msLeft: null }, 2],
    [ready({ ...loaded, contextSize: 4096 }), 3],
    [{ phase: 'off', reason: 'idle' }, 4],
  ]
  for (const [event, expected] of steps) {
    state.set(event)
    expect(changes).toBe(expected)
  }
})
