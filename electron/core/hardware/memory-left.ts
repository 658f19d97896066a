import type { MemoryLeft } from '../ports.ts'
import { memoryLimit } from './memory-limit.ts'

/**
 * What there is for another model. macOS tells only of memory that holds nothing at all, and it keeps that near zero on
 * purpose: a model would be refused on a machine that has plenty.
 */
export function memoryLeft(platform: NodeJS.Platform = process.platform, memory = memoryLimit()): MemoryLeft {
  const { limit, free } = memory
  return { limit, free: platform === 'darwin' ? null : free, filesCountAsFree: platform === 'linux' }
}
