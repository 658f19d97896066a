import type { EngineSidePort } from '../engine-protocol.ts'
import type { FakeSpeed, Timers } from './timing.ts'

/** What the scripted engine runs in: a process of its own, or what stands for one in a unit test. */
export type FakeHost = {
  port: EngineSidePort
  timers: Timers
  speed: FakeSpeed
  /** Ends the process (or what stands for it) as if it had died like this. */
  end(code: number | 'SIGKILL', lastWords: string): void
  /** Takes memory until it dies of it. */
  grow(): void
  /** Blocks for ever. */
  hang(): void
}
