import type { Tried } from './fuzz-worker.ts'
import { vocabularyName } from './largest-headers.ts'
import type { Measured } from './measure.ts'

export type Finding = { readonly name: string; readonly what: string; readonly mutations: readonly string[] }

export type FuzzReport = {
  readonly from: number
  readonly count: number
  tried: number
  /** By what became of them: `accepted`, a problem of the model, or the reason of a refusal. */
  readonly outcomes: Map<string, number>
  /** By kind of mutation: how many cases it was part of. */
  readonly mutations: Map<string, number>
  readonly findings: Finding[]
  slowest: { ms: number; seed: number }
  hungriest: { bytes: number; seed: number }
  readonly largest: (Measured & { readonly name: string })[]
}

export function emptyReport(from: number, count: number): FuzzReport {
  return {
    from,
    count,
    tried: 0,
    outcomes: new Map(),
    mutations: new Map(),
    findings: [],
    slowest: { ms: 0, seed: from },
    hungriest: { bytes: 0, seed: from },
    largest: [],
  }
}

const add = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1)

export const outcomeOf = ({ verdict }: Pick<Measured, 'verdict'>): string => {
  if (verdict.kind === 'accepted') return verdict.problem === null ? 'usable' : `read, then ${verdict.problem}`
  return verdict.kind === 'refused' ? `${verdict.code}: ${verdict.why}` : 'finding'
}

export function addTried(report: FuzzReport, tried: Tried): void {
  const { seed, ms, bytes, verdict, mutations } = tried
  report.tried++
  add(report.outcomes, outcomeOf(tried))
  for (const mutation of new Set(mutations)) add(report.mutations, mutation)
  if (verdict.kind === 'finding') report.findings.push({ name: `seed ${seed}`, what: verdict.what, mutations })
  if (ms > report.slowest.ms) report.slowest = { ms, seed }
  if (bytes > report.hungriest.bytes) report.hungriest = { bytes, seed }
}

/** Findings among the largest headers count too. */
export function allFindings(report: FuzzReport): readonly Finding[] {
  const large = report.largest.flatMap(({ name, verdict }): Finding[] =>
    verdict.kind === 'finding' ? [{ name, what: verdict.what, mutations: [] }] : [],
  )
  return [...report.findings, ...large]
}

const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`
const ms = (value: number): string => `${value.toFixed(1)} ms`

export function tableOf(report: FuzzReport): string {
  const outcomes = [...report.outcomes].toSorted((a, b) => b[1] - a[1])
  const width = Math.max(...outcomes.map(([name]) => name.length), ...report.largest.map(({ name }) => name.length))
  return [
    ...outcomes.map(([name, count]) => `${name.padEnd(width)}  ${String(count).padStart(6)}`),
    '',
    ...report.largest.map(
      (each) =>
        `${each.name.padEnd(width)}  ${ms(each.ms).padStart(9)}  ${mib(each.bytes).padStart(9)}  ${each.verdict.kind}`,
    ),
    '',
    `slowest of the mutated: ${ms(report.slowest.ms)} (seed ${report.slowest.seed})`,
    `hungriest of the mutated: ${mib(report.hungriest.bytes)} (seed ${report.hungriest.seed})`,
    ...allFindings(report).map(
      ({ name, what, mutations }) => `FINDING ${name} [${mutations.join(', ')}]\n  ${what.replaceAll('\n', '\n  ')}`,
    ),
  ].join('\n')
}

/** The last line, for machines. */
export function lineOf(report: FuzzReport): string {
  const usable = report.outcomes.get('usable') ?? 0
  const read = [...report.outcomes]
    .filter(([name]) => name.startsWith('read'))
    .reduce((sum, [, count]) => sum + count, 0)
  return `FUZZ gguf ${JSON.stringify({
    from: report.from,
    headers: report.tried,
    usable,
    readButNotUsable: read,
    refused: report.tried - usable - read,
    waysToEnd: report.outcomes.size,
    slowestMs: Math.round(report.slowest.ms),
    mostMiB: Math.round(Math.max(report.hungriest.bytes, ...report.largest.map(({ bytes }) => bytes)) / 2 ** 20),
    vocabularyMs: Number(report.largest.find(({ name }) => name === vocabularyName)?.ms.toFixed(1) ?? 0),
    findings: allFindings(report).length,
  })}`
}
