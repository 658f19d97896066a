/** What llama.cpp said lately, so that a failure can be told by its reason: the binding's own errors don't hold it. */
export type NativeLog = {
  add(level: string, message: string): void
  /** Lines since the last `clear`, oldest first. */
  lines(): readonly string[]
  clear(): void
  /** Resolves once a line like this is there; at the latest after `ms`, whether it came or not. */
  heard(words: RegExp, ms: number): Promise<void>
}

const keptLines = 200

/** Warnings and errors also go to `write`, one line each: they are what is left after a crash. */
export function createNativeLog(write: (line: string) => void): NativeLog {
  let lines: string[] = []
  const waiting = new Set<() => void>()
  return {
    add(level, message) {
      for (const line of message.split('\n').map((each) => each.trimEnd())) {
        if (line === '') continue
        lines.push(line)
        if (level === 'error' || level === 'fatal' || level === 'warn') write(`${level}: ${line}\n`)
      }
      if (lines.length > keptLines) lines = lines.slice(-keptLines)
      for (const look of waiting) look()
    },
    lines: () => lines,
    clear: () => void (lines = []),
    heard: (words, ms) =>
      new Promise((resolve) => {
        const end = (): void => {
          waiting.delete(look)
          clearTimeout(timer)
          resolve()
        }
        const look = (): void => {
          if (lines.some((line) => words.test(line))) end()
        }
        const timer = setTimeout(end, ms)
        waiting.add(look)
        look()
      }),
  }
}
