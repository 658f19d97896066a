import type { Clock } from '../core/ports.ts'
import { stderrTailBytes } from './engine-launch-env.ts'
import { createByteTail } from './engine-launch-tail.ts'

/** After the exit, how long an end of stderr is waited for that something the engine started may still hold open. */
const graceMs = 250

/** The part of a readable stream that both hosts' processes have. */
export type Stderr = {
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown
  once(event: 'end' | 'close', listener: () => void): unknown
}

export type LastWords = {
  /** A line of the launcher's own, for what the process cannot say itself. */
  add(line: string): void
  soFar(): string
  /** To be asked for after the exit: what was written until then may not be read yet. */
  whole(): Promise<string>
}

/** What an engine process writes to its standard error: the last 8 KB, the same on every host. */
export function keepLastWords(stderr: Stderr | null, clock: Clock): LastWords {
  const tail = createByteTail(stderrTailBytes)
  const { promise: read, resolve } = Promise.withResolvers<void>()
  stderr?.on('data', (chunk) => tail.push(chunk))
  stderr?.once('end', resolve)
  // One that breaks has no end.
  stderr?.once('close', resolve)
  if (stderr === null) resolve()
  return {
    add: (line) => tail.push(Buffer.from(`${line}\n`)),
    soFar: tail.text,
    async whole() {
      const timer = clock.after(graceMs, resolve)
      await read
      timer.cancel()
      return tail.text()
    },
  }
}
