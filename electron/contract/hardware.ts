import { eventIterator, oc, type } from '@orpc/contract'

export type Gpu = { name: string; backend: string; totalBytes: number; freeBytes: number }

/** The machine in facts; sizes in bytes. `gpus` is null until the engine has looked. */
export type Machine = {
  processor: string
  physicalCores: number
  logicalCores: number
  memoryBytes: number
  system: string
  gpus: readonly Gpu[] | null
}

/** One sample, in bytes. `limit` is what this app may use at most: a container's limit, else the memory there is. */
export type MemorySample = {
  limit: number
  free: number
  app: number
  engine: number
}

export const hardwareContract = {
  machine: oc.output(type<Machine>()),
  /** Topic: memory, every two seconds while somebody looks. */
  memory: oc.output(eventIterator(type<MemorySample>())),
}
