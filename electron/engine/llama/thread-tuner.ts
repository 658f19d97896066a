/**
 * Finds out how many threads write fastest while answers are being written: under the load that the machine really has,
 * the page that draws the text included. A measurement beforehand would not see that load: on two cores two threads are
 * the fastest alone, and one is the fastest beside a browser.
 */
export type ThreadTuner = {
  /** For the next token. */
  threads(): number
  /** So many tokens were written in so many milliseconds, with the threads that `threads` had named. */
  wrote(tokens: number, ms: number): void
  /** What came before says nothing about the next token: another answer begins. */
  interrupt(): void
  /** The number that was found; null while it is still being looked for. */
  found(): number | null
}

/** Tokens of one try, and how often each number has its turn. The turns alternate, so that a busy moment hits all alike. */
const tokensPerTry = 8
const tries = 3
/** The first tokens after a change are the change's own. */
const settling = 2
/** So many times slower than the best so far ends a number's chances at once: too many threads can cost seconds a token. */
const hopeless = 3
/** Fewer threads are taken when they are slower by less than this: they leave room for everything else. */
const tie = 1.03
/**
 * What was found at another time may have been found while the machine was busy with something else. So one try of each
 * number looks whether it still holds, and all are compared in full only where another is faster by more than this.
 */
const doubt = 1.1

type Candidate = { threads: number; msPerToken: number[]; lost: boolean }

/** `candidates` are tried in this order; the first is what is used before anything is known, or `known` from before. */
export function createThreadTuner(candidates: readonly number[], { known = false } = {}): ThreadTuner {
  const all: Candidate[] = [...new Set(candidates)].map((threads) => ({ threads, msPerToken: [], lost: false }))
  const [first] = all
  if (!first) throw new Error('There is nothing to try')
  const begin: Candidate = first
  let current = begin
  let found = all.length === 1 ? first.threads : null
  let seen = 0
  let counted = { tokens: 0, ms: 0 }

  const rest = (): void => {
    seen = 0
    counted = { tokens: 0, ms: 0 }
  }

  function next(): void {
    rest()
    const wanted = known && stillHolds(all) ? 1 : tries
    const open = all.filter(({ lost, msPerToken }) => !lost && msPerToken.length < wanted)
    const turn = open.toSorted((a, b) => a.msPerToken.length - b.msPerToken.length)[0]
    if (turn) current = turn
    else {
      found = wanted === 1 ? begin.threads : fewest(all)
      const best = all.find(({ threads }) => threads === found)
      if (best) current = best
    }
  }

  return {
    threads: () => current.threads,
    found: () => found,
    interrupt: rest,
    wrote(tokens, ms) {
      if (found !== null || tokens <= 0) return
      seen += tokens
      const best = Math.min(...all.filter((each) => each !== current).map(({ msPerToken }) => median(msPerToken)))
      if (ms / tokens > hopeless * best && seen >= settling) {
        current.lost = true
        return next()
      }
      if (seen <= settling) return
      counted.tokens += tokens
      counted.ms += ms
      if (counted.tokens < tokensPerTry) return
      current.msPerToken.push(counted.ms / counted.tokens)
      next()
    },
  }
}

/** As far as was tried, no other number is clearly faster than the first. */
function stillHolds([first, ...others]: readonly Candidate[]): boolean {
  if (!first || first.lost) return false
  if (first.msPerToken.length === 0) return true
  return others.every(({ lost, msPerToken }) => lost || median(msPerToken) * doubt >= median(first.msPerToken))
}

/** Of the numbers that are about as fast as the fastest, the smallest. */
function fewest(all: readonly Candidate[]): number {
  const measured = all
    .filter(({ lost }) => !lost)
    .map(({ threads, msPerToken }) => ({ threads, ms: median(msPerToken) }))
  const best = Math.min(...measured.map(({ ms }) => ms))
  return Math.min(...measured.filter(({ ms }) => ms <= best * tie).map(({ threads }) => threads))
}

/** Infinity for none. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Infinity
}
