import type { Clock, Timer } from '../core/ports.ts'
import type { EngineLimits } from './engine-life.ts'
import type { Pace, WorkPhase } from './engine-pace.ts'
import type { FromEngine, ToEngine } from './engine-protocol.ts'

/** `words` for the log: which rule was broken. */
export type Hang = { why: 'unresponsive' | 'template'; words: string }

export type EngineWatchdogDeps = {
  clock: Clock
  pace: Pace
  limits: EngineLimits
  onHang(hang: Hang): void
}

export type RequestWatch = {
  /** A message of this request. */
  heard(message: FromEngine): void
  phase(): WorkPhase
  end(): void
}

/**
 * Watches an engine that has something to do, by three rules: it shows life, what it does gets on, and a chat template
 * comes to an end. Counts ticks of a second, not time: a machine that slept was not silent.
 */
export type EngineWatchdog = {
  watch(type: ToEngine['type']): RequestWatch
  /** Any message of the process. */
  heard(message: FromEngine): void
  /** A chat template runs. */
  rendering(): boolean
  /** The process is gone. */
  reset(): void
}

const tickMs = 1000
/** What a machine that slept meanwhile has measured is no reason to wait for hours. */
const longestRenderSeconds = 120

export function createEngineWatchdog({ clock, pace, limits, onHang }: EngineWatchdogDeps): EngineWatchdog {
  const watched = new Set<{ tick(): Hang | null }>()
  let timer: Timer | null = null
  let ticks = 0
  let silent = 0
  let render: { ticks: number; limit: number } | null = null

  function tick(): void {
    ticks++
    let hang = sign()
    for (const request of watched) hang ??= request.tick()
    if (hang) onHang(hang)
  }

  /** While a template runs it has the thread, and nothing else is heard. */
  function sign(): Hang | null {
    if (render) {
      return ++render.ticks < render.limit ? null : { why: 'template', words: 'a chat template that does not end' }
    }
    return ++silent < pace.silentSeconds() ? null : { why: 'unresponsive', words: 'no sign of life' }
  }

  function settle(): void {
    if (watched.size > 0) {
      timer ??= clock.every(tickMs, tick)
      return
    }
    timer?.cancel()
    timer = null
    silent = 0
  }

  /** A span of time in which a sleep counts for at most a tick. */
  function stopwatch(): () => number {
    const at = { ms: clock.monotonic(), ticks }
    return () => Math.min(clock.monotonic() - at.ms, (ticks - at.ticks + 1) * tickMs)
  }

  function watch(type: ToEngine['type']): RequestWatch {
    let phase: WorkPhase = type === 'load' ? 'loading' : type === 'generate' ? 'planning' : 'other'
    let quiet = 0
    let tokens = 0
    let since = stopwatch()
    const request = {
      tick(): Hang | null {
        return ++quiet < pace.quietSeconds(phase) ? null : { why: 'unresponsive', words: `no progress while ${phase}` }
      },
    }

    function heard(message: FromEngine): void {
      switch (message.type) {
        case 'loadProgress':
          break
        case 'started':
          phase = 'reading'
          break
        case 'readProgress':
          pace.slice(since())
          break
        case 'chunk': {
          const made = Number.isFinite(message.tokens) ? Math.max(1, message.tokens - tokens) : 1
          pace.token(since() / made)
          tokens += made
          phase = 'writing'
          break
        }
        default:
          return
      }
      quiet = 0
      since = stopwatch()
    }

    watched.add(request)
    settle()
    return {
      heard,
      phase: () => phase,
      end() {
        watched.delete(request)
        settle()
      },
    }
  }

  return {
    watch,
    heard(message) {
      silent = 0
      if (message.type === 'rendering') {
        const usual = Number.isFinite(message.calibrationMs) ? (message.calibrationMs * limits.renderTimes) / 1000 : 0
        render = { ticks: 0, limit: Math.max(limits.renderSeconds, Math.min(usual, longestRenderSeconds)) }
      } else if (message.type === 'rendered') render = null
    },
    rendering: () => render !== null,
    reset() {
      silent = 0
      render = null
    },
  }
}
