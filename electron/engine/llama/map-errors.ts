import { DisposedError, InsufficientMemoryError, NoBinaryFoundError } from 'node-llama-cpp'
import { AppError, toErrorInfo, type ErrorCode, type ErrorData, type ErrorInfo } from '../../contract/errors.ts'

type Finding = { code: ErrorCode; data?: ErrorData }

/** Reasons by llama.cpp's own words; the first that is found counts. */
const reasons: readonly (readonly [RegExp, (match: RegExpExecArray) => Finding])[] = [
  [
    /unknown model architecture:? '?([\w.-]+)'?/,
    (match) => ({ code: 'MODEL_UNKNOWN_ARCHITECTURE', data: { architecture: match[1] ?? '' } }),
  ],
  [
    /not within the file bounds|corrupted or incomplete|unexpected end of file|failed to read/i,
    () => ({ code: 'MODEL_TRUNCATED' }),
  ],
  [/invalid magic/i, () => ({ code: 'MODEL_NOT_GGUF' })],
  [
    /out of memory|unable to allocate|failed to allocate|bad_alloc|cudaMalloc failed|ErrorOutOf\w*Memory|cannot allocate memory/i,
    () => ({ code: 'ENGINE_OUT_OF_MEMORY' }),
  ],
]

const fileErrors: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'MODEL_FILE_MISSING',
  EACCES: 'MODEL_FILE_UNREADABLE',
  EPERM: 'MODEL_FILE_UNREADABLE',
  EIO: 'MODEL_FILE_UNREADABLE',
  EISDIR: 'MODEL_NOT_GGUF',
}

/** What went wrong when a model was loaded, from the error and from what llama.cpp logged meanwhile. */
export function mapLoadError(error: unknown, logged: readonly string[]): ErrorInfo {
  const known = mapKnown(error)
  if (known) return known
  const said = errorText(error)
  const code = codeOf(error)
  const fileError = code === undefined ? undefined : fileErrors[code]
  if (fileError) return { code: fileError, message: `The model file cannot be read (${code})` }
  if (errorName(error) === 'InvalidGgufMagicError') return { code: 'MODEL_NOT_GGUF', message: 'The file is not a GGUF' }
  for (const [words, finding] of reasons) {
    const match = words.exec(`${said}\n${logged.join('\n')}`)
    if (match) return { ...finding(match), message: withoutPaths(match[0]) }
  }
  const reason = withoutPaths(reasonLine(logged) ?? said)
  return { code: 'MODEL_LOAD_FAILED', message: reason, data: { reason } }
}

/** What went wrong while a loaded model was used. */
export function mapRunError(error: unknown): ErrorInfo {
  const known = mapKnown(error)
  if (known) return known
  const said = errorText(error)
  // The binding's words when llama_decode has no room or no device left.
  if (/no KV slot|Eval(uation)? (has )?failed|could not find a KV slot/i.test(said)) {
    return { code: 'ENGINE_OUT_OF_MEMORY', message: withoutPaths(said) }
  }
  return { code: 'INTERNAL', message: withoutPaths(said) }
}

function mapKnown(error: unknown): ErrorInfo | null {
  if (error instanceof AppError) return toErrorInfo(error)
  if (error instanceof InsufficientMemoryError) {
    return { code: 'ENGINE_OUT_OF_MEMORY', message: withoutPaths(error.message) }
  }
  if (error instanceof NoBinaryFoundError)
    return { code: 'ENGINE_NO_BINARY', message: 'No engine for this system was found' }
  if (error instanceof DisposedError) return { code: 'MODEL_NOT_LOADED', message: 'The model was unloaded' }
  return null
}

/** llama.cpp ends its story with general lines; the one that says why comes earlier. */
function reasonLine(logged: readonly string[]): string | undefined {
  const line =
    logged.findLast((each) => /error loading model/.test(each)) ?? logged.findLast((each) => /error|failed/i.test(each))
  return line?.replace(/^.*error loading model:\s*/, '').replace(/^\w+:\s*/, '')
}

/** Errors are shown and logged; where a person keeps files is nobody's business. */
function withoutPaths(text: string): string {
  return text.replace(/'?(?:[A-Za-z]:)?[\\/](?:[^\\/:*?"<>|\n']+[\\/])+/g, '').slice(0, 500)
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function errorName(error: unknown): string {
  return error instanceof Error ? error.constructor.name : ''
}

function codeOf(error: unknown): string | undefined {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}
