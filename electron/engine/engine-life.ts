import type { Clock, EngineExit, EngineLauncher, EngineProcess, Log, Timer } from '../core/ports.ts'
import { AppError } from '../contract/errors.ts'
import { describeEnd, endError, type EngineEnd, type EngineEndReason, type KillReason } from './engine-exit.ts'
import { engineProtocolVersion, type FromEngine, type ToEngine } from './engine-protocol.ts'

export type EngineLimits = {
  /** From the start of the process to its `ready`. */
  handshakeMs: number
  /** From a cancel to the end of the request; on a slow machine four measured slices, if that is more. */
  cancelMs: number
  /** Seconds without any message while a request runs. */
  silentSeconds: number
  /** Seconds without progress of a request, before anything was measured… */
  quietSeconds: number
  /** …and at least, once it was. */
  measuredQuietSeconds: number
  /** Seconds that a chat template may run… */
  renderSeconds: number
  /** …or so many times as long as finding a good model's format takes on this machine, if that is more. */
  renderTimes: number
  /** Failures in a row after which nothing is started any more until `reset`. */
  failures: number
}

export type EngineLifeDeps = {
  launcher: EngineLauncher
  clock: Clock
  log: Log
  limits: EngineLimits
  onMessage(message: FromEngine): void
  /** The process runs a chat template, as far as it has told. */
  rendering(): boolean
  /** The process is gone, or never came up. */
  onEnd(end: EngineEnd): void
}

/** Ends that say nothing against the engine itself: what we wanted, and what one model's file brought about. */
const excused: ReadonlySet<EngineEndReason> = new Set(['asked', 'template'])

type State =
  | { phase: 'off' }
  | { phase: 'starting'; process: EngineProcess; ready: Promise<void>; gone: Promise<void> }
  | { phase: 'up'; process: EngineProcess; gone: Promise<void> }
  | { phase: 'ending'; process: EngineProcess; why: KillReason; gone: Promise<void> }

/**
 * One slot for one process: starts it on demand, shakes hands, and knows that only its exit is its end. A second one is
 * never started before the first is really gone.
 */
export type EngineLife = {
  /** Resolves when a process is up; fails with a coded error. */
  start(): Promise<void>
  running(): boolean
  /** False when there is no process to send it to. */
  post(message: ToEngine): boolean
  kill(why: KillReason): void
  /** Resolves when no process is left. */
  gone(): Promise<void>
  /** The engine did what it is for: earlier failures no longer count. */
  succeeded(): void
  reset(): void
  /** Ends the process; nothing is started any more. */
  close(): void
  logTail(): string
}

export function createEngineLife(deps: EngineLifeDeps): EngineLife {
  const { launcher, clock, log, limits } = deps
  let state: State = { phase: 'off' }
  let failures = 0
  let closed = false
  let lastEnd: EngineEnd | null = null

  function start(): Promise<void> {
    if (state.phase === 'up') return Promise.resolve()
    if (state.phase === 'starting') return state.ready
    if (state.phase === 'ending') return state.gone.then(start)
    if (closed) return Promise.reject(new AppError('ENGINE_KILLED', 'The engine is closed'))
    if (failures >= limits.failures) return Promise.reject(breakerError())
    return spawn()
  }

  function breakerError(): AppError {
    const data = { failures, reason: lastEnd?.reason ?? 'unknown', code: lastEnd?.code ?? '' }
    return new AppError('ENGINE_BREAKER_OPEN', `The engine failed ${failures} times in a row`, { data })
  }

  function spawn(): Promise<void> {
    let process: EngineProcess
    try {
      process = launcher.spawn()
    } catch (cause) {
      failures++
      const stderrTail = cause instanceof Error ? cause.message : String(cause)
      lastEnd = { reason: 'unknown', code: 'not started', stderrTail }
      log.error('engine.spawn-failed', { cause })
      return Promise.reject(new AppError('ENGINE_START_FAILED', 'The engine could not be started', { cause }))
    }
    log.info('engine.spawned', { pid: process.pid })
    const { promise: ready, resolve, reject } = Promise.withResolvers<void>()
    const startedAt = clock.monotonic()
    const timer = clock.after(limits.handshakeMs, () => kill('unresponsive'))
    const stop = process.port.onMessage((message) => {
      if (state.phase === 'off' || state.process !== process) return
      if (typeof message !== 'object' || message === null) return
      if (state.phase === 'starting') greet(message, process, timer, startedAt, resolve)
      else deps.onMessage(message)
    })
    const gone = process.exit
      .catch((cause: unknown): EngineExit => ({ code: null, signal: null, stderrTail: String(cause) }))
      .then((exit) => {
        timer.cancel()
        stop()
        ended(exit, process, reject)
      })
    state = { phase: 'starting', process, ready, gone }
    // Whoever waits for `ready` hears of a failure; nobody may be waiting.
    ready.catch(() => undefined)
    send(process, { type: 'hello', protocol: engineProtocolVersion })
    return ready
  }

  function greet(message: FromEngine, process: EngineProcess, timer: Timer, startedAt: number, up: () => void): void {
    if (message.type !== 'ready' || state.phase !== 'starting') return
    timer.cancel()
    if (message.protocol !== engineProtocolVersion) return kill('protocol')
    state = { phase: 'up', process, gone: state.gone }
    const ms = Math.round(clock.monotonic() - startedAt)
    log.info('engine.ready', { pid: process.pid, engine: message.engine, versions: message.versions, ms })
    up()
  }

  function ended(exit: EngineExit, process: EngineProcess, reject: (error: AppError) => void): void {
    const wasStarting = state.phase === 'starting' || (state.phase === 'ending' && state.why !== 'asked')
    const end = describeEnd(exit, state.phase === 'ending' ? state.why : null, deps.rendering())
    state = { phase: 'off' }
    lastEnd = end
    process.port.close()
    if (!excused.has(end.reason)) failures++
    log[end.reason === 'asked' ? 'info' : 'error']('engine.ended', {
      pid: process.pid,
      reason: end.reason,
      code: end.code,
    })
    const cause = endError(end)
    // Settles nothing when the handshake was done.
    reject(
      wasStarting && end.reason !== 'protocol'
        ? new AppError('ENGINE_START_FAILED', 'The engine did not come up', { cause, data: cause.data ?? {} })
        : cause,
    )
    deps.onEnd(end)
  }

  function kill(why: KillReason): void {
    if (state.phase !== 'starting' && state.phase !== 'up') return
    log.info('engine.kill', { pid: state.process.pid, why })
    state = { phase: 'ending', process: state.process, why, gone: state.gone }
    state.process.kill()
  }

  /** A channel that is already closed throws; the exit that follows is what counts. */
  function send(process: EngineProcess, message: ToEngine): boolean {
    try {
      process.port.post(message)
      return true
    } catch (cause) {
      log.warn('engine.post-failed', { type: message.type, cause })
      return false
    }
  }

  return {
    start,
    running: () => state.phase === 'starting' || state.phase === 'up',
    post: (message) => state.phase === 'up' && send(state.process, message),
    kill,
    gone: () => (state.phase === 'off' ? Promise.resolve() : state.gone),
    succeeded: () => void (failures = 0),
    reset: () => void (failures = 0),
    close() {
      closed = true
      kill('asked')
    },
    logTail: () => (state.phase === 'off' ? undefined : state.process.stderrTail?.()) ?? lastEnd?.stderrTail ?? '',
  }
}
