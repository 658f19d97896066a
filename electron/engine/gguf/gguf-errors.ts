import { AppError } from '../../contract/errors.ts'

export type NotGgufReason = 'empty' | 'magic' | 'version' | 'big-endian'

export function notGguf(why: NotGgufReason, message: string): AppError {
  return new AppError('MODEL_NOT_GGUF', message, { data: { why } })
}

/** `expectedBytes` is what the file needs at least: exact for tensor data, a lower bound when the header itself ends early. */
export function truncated(expectedBytes: number, actualBytes: number): AppError {
  return new AppError('MODEL_TRUNCATED', `File ends at byte ${actualBytes}, needs at least ${expectedBytes}`, {
    data: { expectedBytes, actualBytes },
  })
}

/** `why` is ours alone: nothing of the file's text goes into it. */
export function damaged(why: string): AppError {
  return new AppError('MODEL_DAMAGED', `Damaged GGUF: ${why}`, { data: { why } })
}
