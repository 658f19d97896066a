import { createRandom } from '../../e2e/support/gguf/random.ts'

/** Choices that are the same for the same seed. */
export type Chance = {
  /** A whole number from 0 to below `end`; 0 when there is none. */
  below(end: number): number
  /** One of them; throws when there is none. */
  pick<T>(from: readonly T[]): T
  /** True in one of so many cases. */
  oneIn(many: number): boolean
}

export function createChance(seed: number): Chance {
  const random = createRandom(seed)
  const below = (end: number): number => Math.floor(random() * Math.max(end, 1))
  return {
    below,
    pick: (from) => {
      const index = below(from.length)
      if (index >= from.length) throw new RangeError('Nothing to pick from')
      return from[index] as (typeof from)[number]
    },
    oneIn: (many) => below(many) === 0,
  }
}
