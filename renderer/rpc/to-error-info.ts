import { ORPCError } from '@orpc/client'
import { AppError, isErrorCode, type ErrorData, type ErrorInfo } from '../../electron/contract/errors.ts'

/** Whatever a call threw, as the data that `errorText` turns into words. */
export function toErrorInfo(error: unknown): ErrorInfo {
  if (error instanceof AppError) {
    return { code: error.code, message: error.message, ...(error.data && { data: error.data }) }
  }
  if (error instanceof ORPCError) {
    const data = facts(error.data)
    if (isErrorCode(error.code)) return { code: error.code, message: error.message, ...(data && { data }) }
    return { code: 'INTERNAL', message: error.message, ...(data && { data }) }
  }
  // The transport rejects everything in flight with an abort when its connection goes; so does a call without one.
  if (error instanceof Error && (error.name === 'AbortError' || /not open|closed/u.test(error.message))) {
    return { code: 'CONNECTION_LOST', message: error.message }
  }
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) }
}

function facts(data: unknown): ErrorData | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  const entries = Object.entries(data).filter((entry): entry is [string, string | number | boolean] =>
    ['string', 'number', 'boolean'].includes(typeof entry[1]),
  )
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}
