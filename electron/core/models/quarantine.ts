import type { AppError, ErrorCode, ErrorInfo } from '../../contract/errors.ts'

/** How often in a row a model brought the engine down and how it was the last time, of its file as it was then. */
export type Crashes = {
  count: number
  /** Of the last one, in milliseconds since 1970. */
  at: number
  /** Why the engine ended: a reason of `engine-exit.ts`. */
  reason: string
  bytes: number
  changedAt: number
}

/** After so many the model is not loaded any more until somebody says so. */
const crashesToQuarantine = 3

/**
 * Ends of the engine that no model is to blame for: the machine ran out of memory, or the engine does not fit the
 * processor or the system, and then no model works.
 */
const notTheModels = new Set(['memory', 'library', 'illegal-instruction'])

/** Null where it says nothing about the model. An end from outside (`ENGINE_KILLED`) never does. */
export function crashReason({ code, data }: Pick<AppError, 'code' | 'data'>): string | null {
  const crash: readonly ErrorCode[] = ['ENGINE_CRASHED', 'ENGINE_UNRESPONSIVE', 'MODEL_TEMPLATE_HANGS']
  if (!crash.includes(code)) return null
  const reason = String(data?.['reason'] ?? 'unknown')
  return notTheModels.has(reason) ? null : reason
}

export function quarantineProblem(crashes: Crashes | null): ErrorInfo | null {
  if (crashes === null || crashes.count < crashesToQuarantine) return null
  const { count, at, reason } = crashes
  return { code: 'MODEL_QUARANTINED', message: 'It brought the engine down too often', data: { count, at, reason } }
}

/** What is stored may come from another version. */
export function isCrashes(value: unknown): value is Crashes {
  if (typeof value !== 'object' || value === null) return false
  const { count, at, reason, bytes, changedAt } = value as Partial<Record<keyof Crashes, unknown>>
  return [count, at, bytes, changedAt].every(Number.isSafeInteger) && typeof reason === 'string'
}
