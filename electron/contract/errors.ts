/**
 * Every way a request can fail, as a closed union. The page holds one text per code (`renderer/i18n/error-texts.ts`),
 * so a code without words does not compile.
 */
export const errorCodes = [
  // engine
  'ENGINE_CRASHED',
  'ENGINE_KILLED',
  'ENGINE_START_FAILED',
  'ENGINE_NO_BINARY',
  'ENGINE_OUT_OF_MEMORY',
  'ENGINE_UNRESPONSIVE',
  'ENGINE_BREAKER_OPEN',
  'ENGINE_PROTOCOL',
  'ENGINE_BUSY',
  'QUEUE_FULL',
  'MODEL_LOAD_FAILED',
  'MODEL_NOT_LOADED',
  'MODEL_OVER_MEMORY',
  'MODEL_QUARANTINED',
  // model files
  'MODEL_NOT_GGUF',
  'MODEL_TRUNCATED',
  'MODEL_DAMAGED',
  'MODEL_UNKNOWN_ARCHITECTURE',
  'MODEL_NOT_TEXT',
  'MODEL_NO_TEMPLATE',
  'MODEL_TEMPLATE_HANGS',
  'MODEL_FILE_MISSING',
  'MODEL_FILE_UNREADABLE',
  'MODEL_PATH_INVALID',
  'MODEL_NOT_FOUND',
  'MODEL_IN_USE',
  'MODEL_BUILT_IN',
  'MODEL_IN_FOLDER',
  // chats
  'CHAT_NOT_FOUND',
  'MESSAGE_NOT_FOUND',
  'CHAT_BUSY',
  'PROMPT_TOO_LONG',
  // data
  'DATA_LOCKED',
  'DATA_NEWER_VERSION',
  'DATA_READ_ONLY',
  'DATA_DISK_FULL',
  'DATA_DAMAGED',
  'DATA_ERASING',
  // requests
  'INPUT_INVALID',
  'LINK_REFUSED',
  'NETWORK_REFUSED',
  'NOT_SUPPORTED',
  'UNAUTHORIZED',
  'CONNECTION_LOST',
  'INTERNAL',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/**
 * Why an engine process ended: `reason` in the data of the errors that such an end causes, and of `MODEL_QUARANTINED`. What
 * each means: `electron/engine/engine-exit.ts`.
 */
export const engineEndReasons = [
  'asked',
  'unresponsive',
  'template',
  'protocol',
  'left',
  'error',
  'abort',
  'segfault',
  'bus',
  'illegal-instruction',
  'arithmetic',
  'memory',
  'gpu',
  'killed',
  'terminated',
  'library',
  'unknown',
] as const

/** Small facts a text may name: numbers, file names, a log id. Never a stack, never a prompt. */
export type ErrorData = Readonly<Record<string, string | number | boolean>>

export type AppErrorOptions = { cause?: unknown; data?: ErrorData }

/** A failure that is meant to be read: `code` is for the page, `message` and `cause` for the log. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly data: ErrorData | undefined

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.data = options.data
  }
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && (errorCodes as readonly string[]).includes(value)
}

/** A failure as data, the form in which it is stored and crosses process borders. */
export type ErrorInfo = { code: ErrorCode; message: string; data?: ErrorData }

export function toErrorInfo({ code, message, data }: AppError): ErrorInfo {
  return { code, message, ...(data && { data }) }
}
