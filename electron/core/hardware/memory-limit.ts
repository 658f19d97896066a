import { readFileSync } from 'node:fs'
import { freemem, totalmem } from 'node:os'

export type MemoryFiles = { read(path: string): string | null }

const realFiles: MemoryFiles = {
  read(path) {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      return null
    }
  },
}

/** Number of bytes in a cgroup file; null for `max`, for version 1's huge "no limit", and for anything unreadable. */
function bytes(text: string | null, total: number): number | null {
  const value = Number(text?.trim())
  return text !== null && Number.isFinite(value) && value > 0 && value < total ? value : null
}

/**
 * Pages of files that the kernel keeps in a container's name and drops when memory is wanted: a model that was read once
 * fills it with them, and they are no more in use than on a machine without a container.
 */
function droppable(stat: string | null): number {
  let sum = 0
  for (const line of stat?.split('\n') ?? []) {
    const [name = '', value] = line.split(' ', 2)
    if (/^(active|inactive)_file$/.test(name)) sum += Number(value) || 0
  }
  return sum
}

/**
 * Memory this program may use and how much of it is free, in bytes: the machine's, or a container's where its limit is
 * lower. On Linux `freemem` is the kernel's MemAvailable, which counts caches that can be dropped.
 */
export function memoryLimit(
  files: MemoryFiles = realFiles,
  machine: { total: number; free: number } = { total: totalmem(), free: freemem() },
): { limit: number; free: number } {
  const limit =
    bytes(files.read('/sys/fs/cgroup/memory.max'), machine.total) ??
    bytes(files.read('/sys/fs/cgroup/memory/memory.limit_in_bytes'), machine.total)
  if (limit === null) return { limit: machine.total, free: machine.free }
  const used =
    Number(files.read('/sys/fs/cgroup/memory.current') ?? files.read('/sys/fs/cgroup/memory/memory.usage_in_bytes')) ||
    0
  const cached = droppable(files.read('/sys/fs/cgroup/memory.stat') ?? files.read('/sys/fs/cgroup/memory/memory.stat'))
  return { limit, free: Math.max(0, Math.min(machine.free, limit - Math.max(0, used - cached))) }
}
