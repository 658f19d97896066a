import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import type { ErrorInfo } from './errors.ts'
import { ModelId } from './ids.ts'

/** Where a model's file comes from. `added`: a file chosen by the user, used in place. */
export type ModelSource = 'starter' | 'folder' | 'added'

export type Model = {
  id: ModelId
  name: string
  source: ModelSource
  /** Shown, never taken back. */
  path: string
  fileName: string
  bytes: number
  architecture: string | null
  quantisation: string | null
  parameters: number | null
  contextSize: number | null
  licence: string | null
  /** Memory it takes at its usual context, in bytes: file + KV cache + a reserve. An estimate, shown with ~. */
  memoryBytes: number | null
  /** Why it can't be used, or null. `MODEL_QUARANTINED` goes with `tryAgain`, the others with another file. */
  problem: ErrorInfo | null
  lastUsedAt: number | null
}

export type ModelsEvent = { models: readonly Model[]; revision: number; folder: string; scanning: boolean }

export const modelsContract = {
  /** Topic: every known model, usable or not, and the folder that is watched for more. */
  list: oc.output(eventIterator(type<ModelsEvent>())),
  /**
   * The only procedure in which text from the page becomes a path: absolute, a regular `.gguf` file, and confirmed by
   * the user. The file is used in place: never copied, moved or deleted.
   */
  addPath: oc
    .input(z.object({ path: z.string().min(1).max(4096), confirmed: z.literal(true) }))
    .output(type<{ id: ModelId }>()),
  /** The host's own file dialog (capability `pickFile`); null when the user chose nothing. */
  pick: oc.output(type<{ id: ModelId } | null>()),
  /** Forgets a file that was added. The file stays where it is. */
  forget: oc.input(z.object({ model: ModelId })).output(type<void>()),
  /** Lets a model be loaded again that brought the engine down too often; its failures are counted anew. */
  tryAgain: oc.input(z.object({ model: ModelId })).output(type<void>()),
  /** Looks through the models folder again. */
  rescan: oc.output(type<void>()),
}
