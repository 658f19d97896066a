import type { Answered } from './answered.ts'
import type { Round } from './rounds.ts'
import { median } from '../stream/statistics.ts'

/** Ratios are ours to the peer's, of medians. */
export type Figure = { what: string; ours: string; peer: string; ratio: number; bar: number; atLeast: boolean }

type Sides = { ours: readonly Round[]; peer: readonly Round[] }

const of = (rounds: readonly Round[], pick: (round: Round) => number | undefined): number =>
  median(rounds.map((round) => pick(round) ?? Number.NaN))

export function figure(
  what: string,
  { ours, peer }: Sides,
  pick: (round: Round) => number | undefined,
  bar: { atLeast?: number; atMost?: number },
  show: (value: number) => string,
): Figure {
  const [own, other] = [of(ours, pick), of(peer, pick)]
  const atLeast = bar.atLeast !== undefined
  return { what, ours: show(own), peer: show(other), ratio: own / other, bar: bar.atLeast ?? bar.atMost ?? 0, atLeast }
}

export const met = ({ ratio, bar, atLeast }: Figure): boolean => (atLeast ? ratio >= bar : ratio <= bar)

export const speed = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} tok/s`
export const time = (value: number): string => `${value.toFixed(0)} ms`
const share = ({ cachedTokens, promptTokens }: Answered): number => cachedTokens / promptTokens

/** All of what one model in Q8_0 shows at the engine's port. */
export function readingFigures(sides: Sides): Figure[] {
  return [
    figure('reading 512 tokens', sides, ({ short }) => short?.readTokensPerSecond, { atLeast: 0.93 }, speed),
    figure('reading 2,048 tokens', sides, ({ long }) => long?.readTokensPerSecond, { atLeast: 0.8 }, speed),
    figure('first token after 512', sides, ({ short }) => short?.firstTokenMs, { atMost: 1.1 }, time),
    figure('second turn, 64 after 2,000', sides, ({ secondTurn }) => secondTurn?.firstTokenMs, { atMost: 1.25 }, time),
    figure('load, process up', sides, ({ loadMs }) => loadMs, { atMost: 2 }, time),
    figure('load, cold', sides, ({ coldLoadMs }) => coldLoadMs, { atMost: 3 }, time),
  ]
}

/** At most 1.1 × the peer's and 120 MB, held as a ratio to that. */
export function memoryFigure({ ours, peer }: Sides): Figure {
  const [own, other] = [of(ours, ({ residentBytes }) => residentBytes), of(peer, ({ residentBytes }) => residentBytes)]
  const megabytes = (value: number): string => `${(value / 1e6).toFixed(0)} MB`
  return {
    what: 'memory, to 1.1 × + 120 MB',
    ours: megabytes(own),
    peer: megabytes(other),
    ratio: own / (1.1 * other + 120e6),
    bar: 1,
    atLeast: false,
  }
}

export function cachedShares({ ours, peer }: Sides): { ours: number; peer: number } {
  const of = (rounds: readonly Round[]): number =>
    median(rounds.map(({ secondTurn }) => (secondTurn ? share(secondTurn) : Number.NaN)))
  return { ours: of(ours), peer: of(peer) }
}
