import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import type { ErrorInfo } from './errors.ts'
import { ModelId } from './ids.ts'

/** What the engine is doing with a loaded model, for the strip. Speed in tokens per second, shares from 0 to 1. */
export type EngineWork =
  | { kind: 'idle' }
  | { kind: 'reading'; share: number }
  | { kind: 'answering'; tokensPerSecond: number }

/** What was really set up, as llama.cpp reports it. */
export type LoadedModel = {
  model: ModelId
  name: string
  quantisation: string | null
  /** Tokens the context holds, prompt and answer together. */
  contextSize: number
  /** Tokens the model was trained for; null when its header does not say. */
  trainContextSize: number | null
  threads: number
  /** Name of the graphics backend in use, or null on the processor. */
  gpu: string | null
  gpuLayers: number
  /** Graphics were asked for (or found) and did not work: why, in plain words. */
  gpuFallback: string | null
  loadMs: number
}

export type OffReason = 'start' | 'user' | 'idle' | 'crash' | 'sleep'

/** One engine, one slot: at most one model is loaded at a time. */
export type EngineState =
  | { phase: 'off'; reason: OffReason }
  | { phase: 'loading'; model: ModelId; name: string; share: number; msLeft: number | null }
  | { phase: 'ready'; loaded: LoadedModel; work: EngineWork }
  | { phase: 'unloading'; model: ModelId }
  | { phase: 'failed'; model: ModelId; name: string; error: ErrorInfo; logTail: string }

export const engineContract = {
  /** Topic: the engine's state, now and on every change. */
  state: oc.output(eventIterator(type<EngineState>())),
  /**
   * Loads a model, replacing the one that is loaded. Resolves when it is ready; fails with the reason. `anyway`: this once
   * also if it seems to need more memory than is left.
   */
  load: oc.input(z.object({ model: ModelId, anyway: z.boolean().optional() })).output(type<LoadedModel>()),
  /** Stops a load in progress. Nothing happens when none is. */
  cancelLoad: oc.output(type<void>()),
  /** Frees the model's memory. An answer in progress is stopped and kept. */
  unload: oc.output(type<void>()),
  /** Closes the breaker after repeated crashes, so that the next request tries again. */
  reset: oc.output(type<void>()),
  /** The last lines the engine wrote, for "what happened". Holds no prompt. */
  log: oc.output(type<{ text: string }>()),
}
