import { mkdirSync } from 'node:fs'
import { utilityProcess, type UtilityProcess } from 'electron'
import type { Clock, EngineExit, EngineLauncher, EngineProcess } from '../core/ports.ts'
import { fromWaitStatus } from '../engine/engine-exit.ts'
import { engineEnvironment } from '../engine/engine-launch-env.ts'
import { keepLastWords } from '../engine/engine-launch-last-words.ts'
import type { EnginePort, FromEngine, ToEngine } from '../engine/engine-protocol.ts'

export type EngineLauncherDeps = {
  /** The built engine's entry file; may lie inside the archive of a package. */
  entry: string
  /** An empty folder for it to start in; made when missing. */
  cwd: string
  clock: Clock
  platform: NodeJS.Platform
  environment: Readonly<Record<string, string | undefined>>
  /** Ends a process at once; throws when there is none. */
  killProcess(pid: number): void
}

/** Engine processes of the desktop: utility processes of Electron, with next to nothing of our environment. */
export function createEngineLauncher(deps: EngineLauncherDeps): EngineLauncher {
  return {
    spawn(): EngineProcess {
      mkdirSync(deps.cwd, { recursive: true, mode: 0o700 })
      const child = utilityProcess.fork(deps.entry, [], {
        serviceName: 'Ingle engine',
        env: engineEnvironment(deps.environment),
        execArgv: [],
        cwd: deps.cwd,
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      return watch(child, deps)
    },
  }
}

function watch(child: UtilityProcess, { clock, platform, killProcess }: EngineLauncherDeps): EngineProcess {
  const words = keepLastWords(child.stderr, clock)
  const { promise: exit, resolve } = Promise.withResolvers<EngineExit>()
  let pid = child.pid ?? -1
  let gone = false
  let killed = false

  function kill(): void {
    killed = true
    // Before it has come up there is nothing to kill; after its end its number may be another's.
    if (gone || child.pid === undefined) return
    try {
      killProcess(child.pid)
    } catch {
      child.kill()
    }
  }

  child.on('spawn', () => {
    pid = child.pid ?? pid
    if (killed) kill()
  })
  // V8 gives up, mostly for want of memory. The exit follows; this says why.
  child.on('error', (type, location) => words.add(`${type} at ${location}`))
  child.once('exit', (code) => {
    gone = true
    void words.whole().then((stderrTail) => resolve({ ...exitOf(code, platform), stderrTail }))
  })
  return {
    get pid() {
      return pid
    },
    port: portOf(child, () => gone),
    kill,
    exit,
    stderrTail: words.soFar,
  }
}

/** The signals by which a process dies or is ended. */
const deadly: ReadonlySet<number> = new Set([4, 5, 6, 7, 8, 9, 10, 11, 15])

/**
 * Electron reports a process that left by itself with its own code (0 to 255), and one that did not with the raw wait
 * status of POSIX. The engine leaves with 0 or 1, Node with 1 or 13: none of them is the number of a deadly signal.
 */
function exitOf(status: number, platform: NodeJS.Platform): { code: number | null; signal: string | null } {
  if (platform === 'win32') return { code: status, signal: null }
  return status > 255 || deadly.has(status & 0x7f) ? fromWaitStatus(status) : { code: status, signal: null }
}

function portOf(child: UtilityProcess, gone: () => boolean): EnginePort {
  return {
    post: (message: ToEngine) => {
      if (!gone()) child.postMessage(message)
    },
    onMessage(listener) {
      const onMessage = (message: unknown): void => listener(message as FromEngine)
      child.on('message', onMessage)
      return () => child.off('message', onMessage)
    },
    // The channel lives as long as the process; Electron closes both together.
    close: () => undefined,
  }
}
