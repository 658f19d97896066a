/** A model stuck on one token. */
const sameTokenLimit = 256
/** The longest loop that is looked for, in tokens. */
const longestCycle = 200
/** A loop counts once it fills so many tokens… */
const loopTokens = 768
/** …and has gone round so often. Rows of a table, zeros of a matrix and lines of a list stay below both. */
const loopRounds = 8

export type RepetitionDetector = {
  /** True when the answer has begun to repeat itself endlessly. */
  push(token: number): boolean
}

/** Watches the tail of an answer for a loop: the very same tokens, round after round. Costs a fixed amount per token. */
export function createRepetitionDetector(): RepetitionDetector {
  const last = new Int32Array(longestCycle).fill(-1)
  /** For each length of a loop: how many tokens in a row equal the one so far back. */
  const equal = new Int32Array(longestCycle + 1)
  let at = 0

  return {
    push(token) {
      let stuck = false
      for (let length = 1; length <= longestCycle; length++) {
        const before = last[(at - length + longestCycle) % longestCycle]
        const run = before === token ? (equal[length] ?? 0) + 1 : 0
        equal[length] = run
        const needed = length === 1 ? sameTokenLimit : Math.max(loopTokens, loopRounds * length)
        if (run + length >= needed) stuck = true
      }
      last[at] = token
      at = (at + 1) % longestCycle
      return stuck
    },
  }
}
