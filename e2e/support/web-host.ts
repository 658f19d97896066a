import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

export type WebHostOptions = {
  data: string
  engine: 'fake' | 'llama'
  args?: readonly string[]
  env?: Readonly<Record<string, string>>
}

export type RunningWebHost = {
  process: ChildProcess
  /** With a one-time code. */
  link: string
  output(): string
  /** Resolves when it has ended by itself. */
  ended(): Promise<number | null>
  /** As Ctrl-C does; resolves to the exit code once it is gone. */
  stop(): Promise<number | null>
  /** As the end of power does. */
  kill(): Promise<void>
}

/** Starts the built web host as `npm start` does, on a port of its own, and waits for the link that it prints. */
export async function startWebHost({ data, engine, args = [], env = {} }: WebHostOptions): Promise<RunningWebHost> {
  const { INGLE_ENGINE: _, ...inherited } = process.env
  const child = spawn(process.execPath, [join(root, 'out/main/server.js'), '--port', '0', '--no-open', ...args], {
    env: { ...inherited, INGLE_DATA: data, ...(engine === 'fake' && { INGLE_ENGINE: 'fake' }), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const ended = once(child, 'exit')
  const link = await new Promise<string>((resolve, reject) => {
    const read = (piece: Buffer) => {
      output += piece.toString()
      const found = /http:\/\/\S+#code=[\w-]+/.exec(output)?.[0]
      if (found !== undefined) resolve(found)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('exit', () => reject(new Error(`The web host ended: ${output}`)))
  })
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await ended
  }
  return {
    process: child,
    link,
    output: () => output,
    async ended() {
      await ended
      return child.exitCode
    },
    async stop() {
      await end('SIGINT')
      return child.exitCode
    },
    kill: () => end('SIGKILL'),
  }
}
