import { AppError } from '../../contract/errors.ts'
import type { EngineGpu } from '../../engine/engine-protocol.ts'
import type { MemoryNeed } from '../memory-need.ts'
import type { MemoryLeft } from '../ports.ts'

/** What would be given up for the model: the engine's process, and the model that is loaded in it, if any. */
export type Held = {
  engineBytes: number
  model: { name: string; fileBytes: number; gpuLayers: number } | null
}

export type FitQuestion = {
  need: MemoryNeed
  left: MemoryLeft
  held: Held
  /** Empty where graphics are off or there are none. */
  gpus: readonly EngineGpu[]
}

const gib = 1024 ** 3
/** Contexts are offered in steps of this many tokens, and not below the first step. */
const contextStep = 512

/** What is kept for the system and other programs: a tenth of the memory, a gigabyte at most. */
export function reserveOf(limit: number): number {
  return Math.min(gib, limit / 10)
}

/** Without looking any further: it fits into what is free now. */
export function fitsAsItIs(need: MemoryNeed, { limit, free }: MemoryLeft): boolean {
  return need.bytesAt(need.contextSize) <= (free ?? limit) - reserveOf(limit)
}

/**
 * Null: it fits, as far as an estimate can tell. Else the refusal, with the numbers for the page: `needBytes`,
 * `freeBytes` now (0 and `freeKnown` false where the system does not tell), `afterBytes` once `unloads` is unloaded,
 * `gpuBytes`, `reserveBytes`, `contextSize`, and `fitContext`, the longest context that fits (0: none).
 */
export function overMemory({ need, left, held, gpus }: FitQuestion): AppError | null {
  const needBytes = need.bytesAt(need.contextSize)
  const reserveBytes = reserveOf(left.limit)
  const afterBytes = left.free === null ? left.limit : Math.min(left.limit, left.free + freedBy(held, left))
  const gpuBytes = gpus.reduce((sum, gpu) => sum + gpuLeft(gpu, held), 0)
  const budget = afterBytes - reserveBytes + gpuBytes
  if (needBytes <= budget) return null
  return new AppError('MODEL_OVER_MEMORY', `It needs about ${mb(needBytes)}, and ${mb(budget)} can be had`, {
    data: {
      needBytes,
      limitBytes: left.limit,
      freeKnown: left.free !== null,
      freeBytes: left.free ?? 0,
      afterBytes,
      unloads: held.model?.name ?? '',
      gpuBytes,
      reserveBytes,
      contextSize: need.contextSize,
      fitContext: longestContext(need, budget),
    },
  })
}

/** The pages of the loaded model's file are free already where such pages count as free. */
function freedBy({ engineBytes, model }: Held, { filesCountAsFree }: MemoryLeft): number {
  return Math.max(0, engineBytes - (filesCountAsFree ? (model?.fileBytes ?? 0) : 0))
}

/**
 * Weights that lie on a graphics card are not in memory, and how they will be spread is llama.cpp's choice: what a card
 * has free is added, rather too much than too little, so that nothing is refused that a card would hold. What the loaded
 * model has there comes free, and how much that is nobody tells: then all of the card counts. Apple's graphics use the
 * memory of the machine, which is counted already.
 */
function gpuLeft({ backend, totalBytes, freeBytes }: EngineGpu, { model }: Held): number {
  if (backend === 'metal') return 0
  return model !== null && model.gpuLayers > 0 ? totalBytes : freeBytes
}

function longestContext({ bytesAt, contextSize }: MemoryNeed, budget: number): number {
  let steps = 0
  let tooMany = Math.ceil(contextSize / contextStep)
  // What is too much at some length is too much at any longer one.
  while (tooMany - steps > 1) {
    const middle = Math.floor((steps + tooMany) / 2)
    if (bytesAt(middle * contextStep) <= budget) steps = middle
    else tooMany = middle
  }
  return steps * contextStep
}

const mb = (bytes: number): string => `${Math.round(bytes / 1024 ** 2)} MB`
