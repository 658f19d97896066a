import { ORPCError, ValidationError } from '@orpc/server'
import { AppError, isErrorCode } from '../contract/errors.ts'
import type { Log } from './ports.ts'

/**
 * The one place where a failure leaves the host: coded failures as they are, refused input as `INPUT_INVALID`, and
 * everything unforeseen as `INTERNAL` with an id that finds it in the log. No stack, no path and no cause crosses.
 */
export function toRpcError(error: unknown, log: Log): Error {
  if (error instanceof ORPCError) {
    if (isErrorCode(error.code)) return error
    if (error.cause instanceof ValidationError) {
      const issues = error.cause.issues.map((issue) => issue.path?.map(String).join('.') ?? '').filter(Boolean)
      return new ORPCError('INPUT_INVALID', {
        status: 400,
        message: 'Input refused',
        data: { fields: issues.join(', ') },
      })
    }
    if (error.code === 'NOT_FOUND') return new ORPCError('NOT_SUPPORTED', { status: 404, message: 'No such procedure' })
  }
  if (error instanceof AppError) {
    log.info('rpc.refused', { code: error.code, reason: error.message })
    return new ORPCError(error.code, { status: 400, message: error.message, data: error.data })
  }
  const logId = crypto.randomUUID().slice(0, 8)
  log.error('rpc.failed', { logId, error })
  return new ORPCError('INTERNAL', { status: 500, message: 'Something unforeseen happened', data: { logId } })
}

/** Given to the RPC handler of every host, whatever carries the messages. */
export type RpcOptions = ReturnType<typeof createRpcOptions>

export function createRpcOptions(log: Log) {
  const translate = async <T>(options: { next(): Promise<T> }): Promise<T> => {
    try {
      return await options.next()
    } catch (error) {
      throw toRpcError(error, log)
    }
  }
  return { clientInterceptors: [translate] }
}
