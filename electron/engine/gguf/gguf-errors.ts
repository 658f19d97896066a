import { AppError } from '../../contract/errors.ts'

export type NotGgufReason = 'empty' | 'magic' | 'version' | 'big-endian'

/** The magic is at the start, the version right behind it. */
const placeOf: Readonly<Record<NotGgufReason, number>> = { empty: 0, magic: 0, version: 4, 'big-endian': 4 }

export function notGguf(why: NotGgufReason, message: string): AppError {
  return new AppError('MODEL_NOT_GGUF', message, { data: { why, offset: placeOf[why] } })
}

/**
 * `expectedBytes` is what the file needs at least: exact for tensor data, a lower bound when the header itself ends early. `offset` is where what does
 * not fit begins.
 */
export function truncated(offset: number, expectedBytes: number, actualBytes: number): AppError {
  return new AppError('MODEL_TRUNCATED', `File ends at byte ${actualBytes}, needs at least ${expectedBytes}`, {
    data: { offset, expectedBytes, actualBytes },
  })
}

/** `why` is ours alone: nothing of the file's text goes into it. Without an offset it is the numbers of a sound header that cannot be. */
export function damaged(why: string, offset?: number): AppError {
  if (offset === undefined) return new AppError('MODEL_DAMAGED', `Damaged GGUF: ${why}`, { data: { why } })
  return new AppError('MODEL_DAMAGED', `Damaged GGUF at byte ${offset}: ${why}`, { data: { why, offset } })
}
