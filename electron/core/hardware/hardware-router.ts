import { implement } from '@orpc/server'
import type { Gpu, MemorySample } from '../../contract/hardware.ts'
import { hardwareContract } from '../../contract/hardware.ts'
import { createChannel } from '../channel.ts'
import type { Clock } from '../ports.ts'
import { readMachine } from './machine.ts'
import { memoryLimit } from './memory-limit.ts'

const sampleEveryMs = 2000

export type HardwareDeps = {
  clock: Clock
  gpus(): readonly Gpu[] | null
  engineBytes(): Promise<number>
}

async function sample(engineBytes: () => Promise<number>): Promise<MemorySample> {
  return { ...memoryLimit(), app: process.memoryUsage.rss(), engine: await engineBytes() }
}

export function hardwareRouter({ clock, gpus, engineBytes }: HardwareDeps) {
  const api = implement(hardwareContract)
  return api.router({
    machine: api.machine.handler(() => readMachine(gpus())),
    memory: api.memory.handler(async function* ({ signal }) {
      const channel = createChannel<MemorySample>((_, next) => next)
      const take = () => void sample(engineBytes).then(channel.push)
      take()
      const timer = clock.every(sampleEveryMs, take)
      try {
        yield* channel.read(signal)
      } finally {
        timer.cancel()
      }
    }),
  })
}
