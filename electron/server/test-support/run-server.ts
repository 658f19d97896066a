import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export type Ended = { code: number | null; out: string; err: string }

export type ServerProcess = {
  /** Resolves once it has printed its link; rejects when it ends before that. */
  ready: Promise<void>
  /** Resolves when it is gone, by itself or by `stop`. */
  ended: Promise<Ended>
  stop(): Promise<Ended>
}

const main = join(import.meta.dirname, '..', 'main.ts')

/** The web host as a process of its own, from its first line on, on a free port. */
export function runServer(
  data: string,
  args: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
): ServerProcess {
  const { INGLE_ENGINE: _, INGLE_PORT: __, INGLE_NO_WINDOW: ___, ...env } = process.env
  const child = spawn(process.execPath, [main, '--port', '0', '--no-open', ...args], {
    env: { ...env, ...more, INGLE_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>()
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    out += piece
    if (out.includes('#code=')) resolve()
  })
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (err += piece))
  const ended = once(child, 'close').then(() => {
    reject(new Error(`The web host ended: ${out}${err}`))
    return { code: child.exitCode, out, err }
  })
  // A test that only waits for the end does not look at this one.
  ready.catch(() => undefined)
  return {
    ready,
    ended,
    stop() {
      child.kill('SIGINT')
      return ended
    },
  }
}
