import type { EngineExit } from '../core/ports.ts'
import { AppError } from '../contract/errors.ts'

/** Why an engine process ended, for the page to put into words. */
export type EngineEndReason =
  /** We ended it: closing, freeing memory, or a stop it did not answer. */
  | 'asked'
  /** We ended it because it gave no sign of life. */
  | 'unresponsive'
  /** The model's chat template ran without end or without limit, and the process was ended for it. */
  | 'template'
  /** We ended it because it spoke another protocol. */
  | 'protocol'
  /** It left by itself, without a failure code. */
  | 'left'
  /** A JavaScript error nobody caught. */
  | 'error'
  /** llama.cpp gave up: a failed check (GGML_ASSERT), abort(). */
  | 'abort'
  | 'segfault'
  /** A mapped file changed or vanished under it. */
  | 'bus'
  /** An instruction this processor does not have. */
  | 'illegal-instruction'
  | 'arithmetic'
  | 'memory'
  | 'gpu'
  /** Another program or the system ended it, at once. On Linux mostly for want of memory. */
  | 'killed'
  /** Another program or the system asked it to end. */
  | 'terminated'
  /** A library it needs is missing. */
  | 'library'
  | 'unknown'

/** What only we can know about an end: that we caused it. */
export type KillReason = Extract<EngineEndReason, 'asked' | 'unresponsive' | 'template' | 'protocol'>

/** `code` names the raw facts, such as `exit code 134` or `0xC0000005`, the same way on every system. */
export type EngineEnd = { reason: EngineEndReason; code: string; stderrTail: string }

const signalReasons: Readonly<Record<string, EngineEndReason>> = {
  SIGABRT: 'abort',
  SIGTRAP: 'abort',
  SIGSEGV: 'segfault',
  SIGBUS: 'bus',
  SIGILL: 'illegal-instruction',
  SIGFPE: 'arithmetic',
  SIGKILL: 'killed',
  SIGTERM: 'terminated',
  SIGINT: 'terminated',
  SIGHUP: 'terminated',
  SIGQUIT: 'terminated',
}

/** A shell or a wrapper reports a signal as 128 + its number. */
const signalsByNumber: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  // On macOS; Linux has 7 for it, and nobody sends what it calls 10.
  10: 'SIGBUS',
  11: 'SIGSEGV',
  15: 'SIGTERM',
}

/** NTSTATUS values with which Windows ends a process. */
const windowsReasons: Readonly<Record<number, EngineEndReason>> = {
  0x80000003: 'abort',
  0xc0000005: 'segfault',
  0xc0000006: 'bus',
  0xc0000017: 'memory',
  0xc000001d: 'illegal-instruction',
  0xc000008e: 'arithmetic',
  0xc0000094: 'arithmetic',
  0xc0000095: 'arithmetic',
  0xc0000096: 'illegal-instruction',
  0xc00000fd: 'segfault',
  0xc000007b: 'library',
  0xc000012d: 'memory',
  0xc0000135: 'library',
  0xc0000138: 'library',
  0xc0000139: 'library',
  0xc000013a: 'terminated',
  0xc0000142: 'library',
  0xc0000374: 'segfault',
  0xc0000409: 'abort',
  0xc000041d: 'segfault',
  0xc0000420: 'abort',
  0xc0000602: 'abort',
  // A C++ exception that nobody caught, and how Chromium ends for want of memory.
  0xe06d7363: 'abort',
  0xe0000008: 'memory',
  0x40010004: 'terminated',
}

/** What an engine says on its way out tells more than its exit code. */
const lastWords: readonly (readonly [RegExp, EngineEndReason])[] = [
  [
    /out of memory|allocation failed|heap limit|bytes of memory|std::bad_alloc|failed to allocate|cannot allocate memory|ErrorOutOf(?:Device|Host)Memory/i,
    'memory',
  ],
  [/ErrorDeviceLost|device lost|CUDA error|ggml_metal.*error|vk::/i, 'gpu'],
  [/error while loading shared libraries|cannot open shared object file|GLIBC_\S+' not found/i, 'library'],
]

/** Ends of a process whose memory was full. */
const memoryEnds: ReadonlySet<EngineEndReason> = new Set(['memory', 'killed'])

/**
 * Puts the end of a process into one of the reasons above. `asked` is what we did ourselves, if anything; `rendering`: a
 * chat template was running then, and memory that ran out is its doing.
 */
export function describeEnd(exit: EngineExit, asked: KillReason | null, rendering = false): EngineEnd {
  // 32 bits, whatever sign or width the system told them in.
  const code = exit.code === null ? null : exit.code >>> 0
  const signal = exit.signal ?? (code !== null && code > 128 && code < 160 ? signalsByNumber[code - 128] : undefined)
  const end = (reason: EngineEndReason): EngineEnd => ({
    reason: asked ?? reason,
    code: codeWords(code, exit.signal),
    stderrTail: exit.stderrTail,
  })
  const reason = reasonOf(code, signal)
  const crashed = reason !== 'killed' && reason !== 'terminated' && reason !== 'left'
  const said = crashed ? lastWords.find(([words]) => words.test(exit.stderrTail))?.[1] : undefined
  const found = said ?? reason
  return end(rendering && memoryEnds.has(found) ? 'template' : found)
}

function reasonOf(code: number | null, signal: string | undefined): EngineEndReason {
  if (signal !== undefined) return signalReasons[signal] ?? 'unknown'
  if (code === null) return 'unknown'
  if (code === 0) return 'left'
  // 3 is how abort() of the Microsoft runtime leaves; 126 and 127 are a loader's.
  if (code === 3) return 'abort'
  if (code === 126 || code === 127) return 'library'
  if (code < 128) return 'error'
  return windowsReasons[code] ?? 'unknown'
}

function codeWords(code: number | null, signal: string | null): string {
  if (signal !== null) return signal
  if (code === null) return 'no exit code'
  return code > 0xffff ? `0x${code.toString(16).toUpperCase().padStart(8, '0')}` : `exit code ${code}`
}

/**
 * Electron reports the raw wait status on POSIX systems for a process that did not leave by itself: the signal in the
 * low 7 bits, the exit code in the next 8.
 */
export function fromWaitStatus(status: number): { code: number | null; signal: string | null } {
  const number = status & 0x7f
  if (number === 0) return { code: (status >> 8) & 0xff, signal: null }
  return { code: null, signal: signalsByNumber[number] ?? `signal ${number}` }
}

/** The error with which requests end that were under way when the process went. */
export function endError(end: EngineEnd): AppError {
  const data = { reason: end.reason, code: end.code }
  if (end.reason === 'unresponsive')
    return new AppError('ENGINE_UNRESPONSIVE', 'The engine gave no sign of life', { data })
  if (end.reason === 'template')
    return new AppError('MODEL_TEMPLATE_HANGS', 'The chat template of the model did not end', { data })
  if (end.reason === 'memory')
    return new AppError('ENGINE_OUT_OF_MEMORY', `The engine ran out of memory: ${end.code}`, { data })
  if (end.reason === 'protocol') return new AppError('ENGINE_PROTOCOL', 'The engine speaks another protocol', { data })
  const outside = end.reason === 'asked' || end.reason === 'killed' || end.reason === 'terminated'
  return new AppError(outside ? 'ENGINE_KILLED' : 'ENGINE_CRASHED', `The engine ended: ${end.code}`, { data })
}
