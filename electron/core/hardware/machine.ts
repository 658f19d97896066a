import { readFileSync } from 'node:fs'
import { arch, cpus, release, type } from 'node:os'
import type { Gpu, Machine } from '../../contract/hardware.ts'
import { memoryLimit } from './memory-limit.ts'

/** Physical cores from Linux's `cpuinfo`: distinct pairs of socket and core. Null where they are not told. */
export function countPhysicalCores(cpuinfo: string): number | null {
  const cores = new Set<string>()
  let socket = '0'
  for (const line of cpuinfo.split('\n')) {
    const [key, value] = line.split(':', 2).map((part) => part.trim())
    if (key === 'physical id') socket = value ?? '0'
    if (key === 'core id') cores.add(`${socket}/${value}`)
  }
  return cores.size === 0 ? null : cores.size
}

function physicalCores(logical: number): number {
  try {
    return countPhysicalCores(readFileSync('/proc/cpuinfo', 'utf8')) ?? logical
  } catch {
    // Apple's cores have no second thread each; on other processors without /proc two threads a core are usual.
    return process.platform === 'darwin' && arch() === 'arm64' ? logical : Math.max(1, Math.ceil(logical / 2))
  }
}

/** Trade marks and filler say nothing: "AMD Ryzen 7 5800X 8-Core Processor" is an "AMD Ryzen 7 5800X". */
export function shortenProcessor(model: string): string {
  const short = model
    .replaceAll(/\((R|TM|C)\)/gi, '')
    .replaceAll(/\bCPU\b|\bProcessor\b|\b\d+-Core\b|\bw(ith|\/) Radeon.*|@.*/gi, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return short === '' ? 'Unknown processor' : short
}

export function readMachine(gpus: readonly Gpu[] | null): Machine {
  const all = cpus()
  const logical = Math.max(1, all.length)
  return {
    processor: shortenProcessor(all[0]?.model ?? ''),
    physicalCores: physicalCores(logical),
    logicalCores: logical,
    memoryBytes: memoryLimit().limit,
    system: `${type()} ${release()} (${arch()})`,
    gpus,
  }
}
