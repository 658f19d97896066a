import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const child = join(import.meta.dirname, 'crash-child.ts')

export type CrashTask = 'stream' | 'migrate' | 'repair' | 'copy' | 'erase' | 'vacuum' | 'set'

/**
 * Lets a process do `what` in a data folder and kills it `ms` after it has begun; `meanwhile` runs when it has. Resolves
 * to what it had reported.
 */
export async function runAndKill(
  what: CrashTask,
  folder: string,
  ms: number,
  meanwhile: () => void = () => undefined,
): Promise<readonly string[][]> {
  const running = spawn(process.execPath, [child, what, folder], { stdio: ['ignore', 'pipe', 'pipe'] })
  const closed = once(running, 'close')
  let [out, err] = ['', '']
  let timer: NodeJS.Timeout | undefined
  running.stdout.on('data', (data: Buffer) => {
    // A random moment is what is wanted here, so this is the machine's own time.
    if (out === '') {
      meanwhile()
      timer = setTimeout(() => running.kill('SIGKILL'), ms)
    }
    out += data.toString()
  })
  running.stderr.on('data', (data: Buffer) => {
    err += data.toString()
  })
  await closed
  clearTimeout(timer)
  if (running.signalCode !== 'SIGKILL') throw new Error(`the ${what} process ended by itself: ${err}`)
  // The last line may have been cut off.
  return out
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split(' '))
}
