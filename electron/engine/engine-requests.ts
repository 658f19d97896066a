import type { Clock, Log, Timer } from '../core/ports.ts'
import { AppError, isErrorCode, type ErrorInfo } from '../contract/errors.ts'
import { endError, type EngineEnd } from './engine-exit.ts'
import type { EngineLife, EngineLimits } from './engine-life.ts'
import type { Pace } from './engine-pace.ts'
import type { FromEngine, ToEngine } from './engine-protocol.ts'
import { createEngineWatchdog } from './engine-watchdog.ts'

export type Ask<T> = {
  message(id: number): ToEngine
  /** A message of this request; calls `settle` or `fail` when it is the last. */
  receive(message: FromEngine, settle: (value: T) => void, fail: (error: unknown) => void): void
  signal?: AbortSignal | undefined
  /** What a request that was stopped comes to, when the engine does not say so itself. May throw. */
  stopped(): T
}

const ofNoRequest: ReadonlySet<unknown> = new Set<FromEngine['type']>(['ready', 'heartbeat', 'rendering', 'rendered'])

type Pending = { receive(message: FromEngine): void; end(end: EngineEnd): void }

export type EngineRequestsDeps = {
  life(): EngineLife
  clock: Clock
  log: Log
  limits: EngineLimits
  pace: Pace
}

/** The requests under way: each settles exactly once, whatever the engine sends, and in whatever order. */
export type EngineRequests = {
  ask<T>(ask: Ask<T>): Promise<T>
  receive(message: FromEngine): void
  end(end: EngineEnd): void
  /** A chat template runs in the engine. */
  rendering(): boolean
}

export function createEngineRequests({ life, clock, log, limits, pace }: EngineRequestsDeps): EngineRequests {
  const pending = new Map<number, Pending>()
  const unknownTypes = new Set<string>()
  let nextId = 1
  const watchdog = createEngineWatchdog({
    clock,
    pace,
    limits,
    onHang({ why, words }) {
      log.error('engine.hangs', { why, words, requests: pending.size })
      life().kill(why)
      end({ reason: why, code: words, stderrTail: '' })
    },
  })

  async function ask<T>(request: Ask<T>): Promise<T> {
    if (request.signal?.aborted) return request.stopped()
    const started = life().start()
    await orAborted(started, request.signal)
    if (request.signal?.aborted) return request.stopped()
    return new Promise<T>((resolve, reject) => track(request, resolve, reject))
  }

  function track<T>(request: Ask<T>, resolve: (value: T) => void, reject: (error: unknown) => void): void {
    const id = nextId++
    const message = request.message(id)
    const watch = watchdog.watch(message.type)
    let killTimer: Timer | null = null
    const settle = (run: () => void): void => {
      if (!pending.delete(id)) return
      killTimer?.cancel()
      request.signal?.removeEventListener('abort', cancel)
      watch.end()
      run()
    }
    const stopped = (): void =>
      settle(() => {
        try {
          resolve(request.stopped())
        } catch (error) {
          reject(error)
        }
      })
    const cancel = (): void => {
      life().post({ type: 'cancel', id })
      const ms = pace.cancelMs(watch.phase())
      killTimer = clock.after(ms, () => {
        log.warn('engine.cancel-ignored', { ms, phase: watch.phase() })
        life().kill('asked')
        stopped()
      })
    }
    pending.set(id, {
      receive(message) {
        watch.heard(message)
        const fail = (error: unknown): void => settle(() => reject(error))
        if (message.type === 'failed') fail(fromInfo(message.error))
        else request.receive(message, (value) => settle(() => resolve(value)), fail)
      },
      end: (end) => (killTimer ? stopped() : settle(() => reject(endError(end)))),
    })
    request.signal?.addEventListener('abort', cancel, { once: true })
    if (!life().post(message)) settle(() => reject(new AppError('ENGINE_CRASHED', 'The engine is gone')))
  }

  function receive(message: FromEngine): void {
    watchdog.heard(message)
    if (ofNoRequest.has(message.type)) return
    const id: unknown = 'id' in message ? message.id : undefined
    if (typeof id !== 'number') {
      const type: unknown = (message as { type?: unknown }).type
      if (unknownTypes.size < 20 && !unknownTypes.has(String(type))) {
        unknownTypes.add(String(type))
        log.warn('engine.unknown-message', { type: String(type).slice(0, 40) })
      }
      return
    }
    try {
      // A request that is settled has no entry: what comes late for it falls away here.
      pending.get(id)?.receive(message)
    } catch (cause) {
      log.error('engine.listener-failed', { type: message.type, cause })
    }
  }

  function end(reason: EngineEnd): void {
    watchdog.reset()
    for (const each of pending.values()) each.end(reason)
  }

  return { ask, receive, end, rendering: watchdog.rendering }
}

/** Waits for the promise, but no longer than until the signal; its failure counts only while nobody has aborted. */
async function orAborted(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return promise
  const { promise: aborted, resolve } = Promise.withResolvers<void>()
  const onAbort = (): void => resolve()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
    promise.catch(() => undefined)
  }
}

function fromInfo(info: ErrorInfo): AppError {
  const code = isErrorCode(info?.code) ? info.code : 'INTERNAL'
  return new AppError(code, String(info?.message ?? 'The engine failed'), info?.data ? { data: info.data } : {})
}
