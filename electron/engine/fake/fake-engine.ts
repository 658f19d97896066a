import type { EnginePort, FromEngine, ToEngine } from '../engine-protocol.ts'
import { serveScriptedEngine } from './scripted-engine.ts'
import { machineTimers, type FakeSpeed, type Timers } from './timing.ts'

export type FakeEngineOptions = Partial<FakeSpeed> & {
  /** The test's clock; the machine's own when left out. Needed only when a speed is set. */
  timers?: Timers
}

type Exit = { code: number | null; signal: string | null; stderrTail: string }

export type FakeEngineProcess = {
  pid: number
  port: EnginePort
  kill(): void
  exit: Promise<Exit>
  stderrTail(): string
  /** Ends it as if it had died by itself. */
  die(code: number | null, signal?: string | null, lastWords?: string): void
}

/** Satisfies `EngineLauncher`. */
export type FakeEngine = {
  spawn(): FakeEngineProcess
  /** All that were started, oldest first. */
  processes: readonly FakeEngineProcess[]
  /** The one that lives, if any. */
  current(): FakeEngineProcess | null
}

/** The scripted engine without a process of its own, for unit tests: as fast as it can unless a speed is set. */
export function createFakeEngine(options: FakeEngineOptions = {}): FakeEngine {
  const { timers = machineTimers, tokensPerSecond = Infinity, loadMs = 0 } = options
  const processes: FakeEngineProcess[] = []
  let living: FakeEngineProcess | null = null

  function spawn(): FakeEngineProcess {
    const pid = 1000 + processes.length
    const toEngine = createLane<ToEngine>()
    const toApp = createLane<FromEngine>()
    const { promise: exit, resolve } = Promise.withResolvers<Exit>()
    let stderr = ''
    const die = (code: number | null, signal: string | null = null, lastWords = ''): void => {
      toEngine.close()
      stderr += lastWords
      stop()
      if (living === process) living = null
      // What was sent before the end arrives before the end.
      setImmediate(() => {
        toApp.close()
        resolve({ code, signal, stderrTail: stderr })
      })
    }
    const process: FakeEngineProcess = {
      pid,
      port: { post: toEngine.post, onMessage: toApp.onMessage, close: toEngine.close },
      kill: () => die(null, 'SIGKILL'),
      exit,
      stderrTail: () => stderr,
      die,
    }
    const stop = serveScriptedEngine({
      port: { post: toApp.post, onMessage: toEngine.onMessage, close: toApp.close },
      timers,
      speed: { tokensPerSecond, loadMs },
      end: (code, words) => (code === 'SIGKILL' ? die(null, code, words) : die(code, null, words)),
      grow: () => die(134, null, 'FATAL ERROR: JavaScript heap out of memory\n'),
      hang: () => {
        toEngine.close()
        stop()
      },
    })
    processes.push(process)
    living = process
    return process
  }

  return { spawn, processes, current: () => living }
}

/** One direction of a channel: copies, delivers later and in order, and keeps what comes before anybody listens. */
function createLane<Message>(): {
  post(message: Message): void
  onMessage(listener: (message: Message) => void): () => void
  close(): void
} {
  const listeners = new Set<(message: Message) => void>()
  let waiting: Message[] = []
  let open = true
  const deliver = (message: Message): void => {
    if (!open) return
    if (listeners.size === 0) waiting.push(message)
    for (const listener of listeners) listener(message)
  }
  return {
    post(message) {
      const copy = structuredClone(message)
      queueMicrotask(() => deliver(copy))
    },
    onMessage(listener) {
      listeners.add(listener)
      const kept = waiting
      waiting = []
      for (const message of kept) queueMicrotask(() => deliver(message))
      return () => void listeners.delete(listener)
    },
    close: () => void (open = false),
  }
}
