import { fork } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { systemClock } from '../core/clock.ts'
import type { EngineExit, EngineLauncher, EngineProcess } from '../core/ports.ts'
import { engineEnvironment } from '../engine/engine-launch-env.ts'
import { keepLastWords } from '../engine/engine-launch-last-words.ts'
import type { EnginePort, FromEngine, ToEngine } from '../engine/engine-protocol.ts'

export type EngineLauncherDeps = {
  /** The engine's entry file, built or source. */
  entry: string
  /** An empty folder for it to start in; made when missing. */
  cwd: string
  environment?: Readonly<Record<string, string | undefined>>
}

/** Engine processes of the web host and the command line: plain Node, no arguments, next to nothing of our environment. */
export function createEngineLauncher(deps: EngineLauncherDeps): EngineLauncher {
  const { entry, cwd, environment = process.env } = deps
  return {
    spawn(): EngineProcess {
      mkdirSync(cwd, { recursive: true })
      const child = fork(entry, [], {
        cwd,
        env: engineEnvironment(environment),
        execArgv: [],
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        killSignal: 'SIGKILL',
        detached: false,
      })
      const words = keepLastWords(child.stderr, systemClock)
      const { promise: exit, resolve } = Promise.withResolvers<EngineExit>()
      child.on('exit', (code, signal) => {
        void words.whole().then((stderrTail) => resolve({ code, signal, stderrTail }))
      })
      child.on('error', (cause) => {
        words.add(cause.message)
        // A process that never started has no exit.
        if (child.pid === undefined) resolve({ code: 127, signal: null, stderrTail: words.soFar() })
      })
      if (child.pid !== undefined) settleProcess(child.pid)
      return {
        pid: child.pid ?? -1,
        port: portOf(child),
        kill: () => void child.kill('SIGKILL'),
        exit,
        stderrTail: words.soFar,
      }
    },
  }
}

/**
 * When memory runs out, Linux ends the engine and not the app that holds the conversations; and what it leaves behind when
 * it crashes holds no memory, so no prompt. Both are refused in some containers, and then it goes on without.
 */
function settleProcess(pid: number): void {
  if (process.platform !== 'linux') return
  writeFile(`/proc/${pid}/oom_score_adj`, '500').catch(() => undefined)
  writeFile(`/proc/${pid}/coredump_filter`, '0').catch(() => undefined)
}

function portOf(child: ReturnType<typeof fork>): EnginePort {
  return {
    // The callback takes the error of a channel that has just closed; the exit tells the rest.
    post: (message: ToEngine) => void (child.connected && child.send(message, () => undefined)),
    onMessage(listener) {
      const onMessage = (message: unknown): void => listener(message as FromEngine)
      child.on('message', onMessage)
      return () => child.off('message', onMessage)
    },
    close: () => child.connected && child.disconnect(),
  }
}
