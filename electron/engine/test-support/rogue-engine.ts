import { engineProtocolVersion, type EnginePort, type FromEngine, type ToEngine } from '../engine-protocol.ts'

type Exit = { code: number | null; signal: string | null; stderrTail: string }

/** A process that does only what the test does in its name. Messages to it are kept in `got`. */
export type RogueProcess = {
  got: ToEngine[]
  killed: number
  /** Says anything, well-formed or not, at once. */
  say(message: unknown): void
  ready(protocol?: number): void
  exit(code: number | null, signal?: string | null, stderrTail?: string): void
  /** The id of the newest request of this type. */
  idOf(type: ToEngine['type']): number
}

export type RogueLauncher = {
  spawn(): { pid: number; port: EnginePort; kill(): void; exit: Promise<Exit>; stderrTail(): string }
  all: RogueProcess[]
  /** The newest process. */
  last(): RogueProcess
  /** Processes whose exit has not been told. */
  living(): number
  failNextSpawn: Error | null
}

/** Starts nothing. A process that is killed stays until the test lets it exit, as real ones do for a while. */
export function createRogueLauncher(): RogueLauncher {
  const all: RogueProcess[] = []
  let living = 0
  const launcher: RogueLauncher = {
    all,
    failNextSpawn: null,
    living: () => living,
    last() {
      const process = all.at(-1)
      if (!process) throw new Error('nothing was started')
      return process
    },
    spawn() {
      const failure = launcher.failNextSpawn
      launcher.failNextSpawn = null
      if (failure) throw failure
      if (living > 0) throw new Error('a second process was started beside a living one')
      living++
      const listeners = new Set<(message: FromEngine) => void>()
      const { promise, resolve } = Promise.withResolvers<Exit>()
      const rogue: RogueProcess = {
        got: [],
        killed: 0,
        say: (message) => listeners.forEach((listener) => listener(message as FromEngine)),
        ready(protocol = engineProtocolVersion) {
          rogue.say({ type: 'ready', protocol, engine: 'rogue', versions: {} })
        },
        exit(code, signal = null, stderrTail = '') {
          living--
          resolve({ code, signal, stderrTail })
        },
        idOf(type) {
          const found = rogue.got.findLast((message) => message.type === type)
          if (!found || !('id' in found)) throw new Error(`no ${type} was asked`)
          return found.id
        },
      }
      all.push(rogue)
      return {
        pid: all.length,
        port: {
          post: (message) => void rogue.got.push(message),
          onMessage(listener) {
            listeners.add(listener)
            return () => void listeners.delete(listener)
          },
          close: () => undefined,
        },
        kill: () => void rogue.killed++,
        exit: promise,
        stderrTail: () => 'so far',
      }
    },
  }
  return launcher
}
