import { mkdirSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { pino } from 'pino'
import type { LogFields, LogFile } from './ports.ts'
import { hideHome } from './hide-home.ts'

const maxBytes = 5_000_000
const kept = 3

export type FileLog = LogFile & { dispose(): void }

/** Rotated at start only: a run writes little, and a file that is never renamed while open works on every system. */
function rotate(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size < maxBytes) return
  rmSync(`${file}.${kept}`, { force: true })
  for (let n = kept - 1; n >= 0; n--) {
    const from = n === 0 ? file : `${file}.${n}`
    if (statSync(from, { throwIfNoEntry: false })) renameSync(from, `${file}.${n + 1}`)
  }
}

/** Errors keep their code, message and stack; the home folder's name is not written. */
const describe = (fields: LogFields): LogFields =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      value instanceof Error
        ? {
            name: value.name,
            message: redact(value.message),
            stack: redact(value.stack ?? ''),
            cause: redact(inspect(value.cause, { depth: 1 })),
          }
        : typeof value === 'string'
          ? redact(value)
          : value,
    ]),
  )

const redact = (text: string): string => hideHome(text, homedir())

/**
 * One line of JSON per event in `logs/ingle.log`. Never a prompt, an answer or a token. Touches the disk only after
 * `open()`: until then nobody knows whether the file is ours or a running Ingle's.
 */
export function createFileLog(folder: string): FileLog {
  const file = join(folder, 'ingle.log')
  let held: string[] = []
  let destination: ReturnType<typeof pino.destination> | null = null
  const write = (line: string): void => {
    if (destination === null) held.push(line)
    else destination.write(line)
  }
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write })
  return {
    info: (event, fields = {}) => logger.info(describe(fields), event),
    warn: (event, fields = {}) => logger.warn(describe(fields), event),
    error: (event, fields = {}) => logger.error(describe(fields), event),
    open() {
      if (destination !== null) return
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      rotate(file)
      destination = pino.destination({ dest: file, sync: true, append: true, mode: 0o600 })
      held.forEach(write)
      held = []
    },
    async tail() {
      if (destination === null) return held.join('').slice(-32_000)
      const text = await readFile(file, 'utf8').catch(() => '')
      return text.slice(-32_000)
    },
    clear() {
      held = []
      if (destination === null) return
      for (let n = 1; n <= kept; n++) rmSync(`${file}.${n}`, { force: true })
      truncateSync(file)
    },
    dispose: () => destination?.end(),
  }
}

export const silentLog: LogFile = {
  info() {},
  warn() {},
  error() {},
  open() {},
  tail: () => Promise.resolve(''),
  clear() {},
}
