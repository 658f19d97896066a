import { cpus, loadavg } from 'node:os'
import type { ChatRun, Pace } from './chat-run.ts'
import { median } from './statistics.ts'

const bars = { framesPerSecond: 0.92, p99: 3, lagMs: 150, lagCharacters: 400 }

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const round = (value: number): number => Math.round(value * 100) / 100

/** Prints the table and the line for machines; true when every bar is met. */
export function report(title: string, empty: readonly Pace[], chat: readonly ChatRun[]): boolean {
  const still = middle(empty)
  const live = middle(chat)
  const ratios = {
    framesPerSecond: round(live.framesPerSecond / still.framesPerSecond),
    p99: round(live.p99 / still.p99),
    // "Never" is about the worst round.
    lagMs: Math.round(Math.max(...chat.map(({ lagMs }) => lagMs))),
    lagCharacters: Math.max(...chat.map(({ lagCharacters }) => lagCharacters)),
    sameDom: chat.every(({ sameDom, complete }) => sameDom && complete),
  }
  const passed = {
    framesPerSecond: ratios.framesPerSecond >= bars.framesPerSecond,
    p99: ratios.p99 <= bars.p99,
    lag: chat.every(({ lagMs, lagCharacters }) => lagMs <= bars.lagMs || lagCharacters <= bars.lagCharacters),
    sameDom: ratios.sameDom,
  }
  say(`${title}; ${String(chat.length)} rounds of each in turn, medians`)
  say(`${String(cpus().length)} cores, ${cpus()[0]?.model ?? ''}, load ${(loadavg()[0] ?? 0).toFixed(1)}`)
  say(`${''.padEnd(14)}frames/s    p50 ms    p99 ms    lag ms lag chars`)
  say(row('empty page', still))
  say(row('streaming', live))
  for (const [index, run] of chat.entries()) {
    say(row(`  round ${String(index + 1)}`, run) + cell(run.lagMs.toFixed(0)) + cell(String(run.lagCharacters)))
  }
  say(
    verdict(
      passed.framesPerSecond,
      `frames a second: ${String(ratios.framesPerSecond)} of the empty page's, at least ${String(bars.framesPerSecond)}`,
    ),
  )
  say(verdict(passed.p99, `p99 of frame times: ${String(ratios.p99)} × the empty page's, at most ${String(bars.p99)}`))
  say(
    verdict(passed.lag, `never more than ${String(bars.lagMs)} ms or ${String(bars.lagCharacters)} characters behind`),
  )
  say(verdict(passed.sameDom, 'in the end the page is that of the answer rendered at once'))
  say(`BENCH stream ${JSON.stringify({ ...ratios, bars, passed })}`)
  return Object.values(passed).every(Boolean)
}

const middle = (runs: readonly Pace[]): Pace => ({
  framesPerSecond: median(runs.map((run) => run.framesPerSecond)),
  p50: median(runs.map((run) => run.p50)),
  p99: median(runs.map((run) => run.p99)),
})

const cell = (text: string): string => text.padStart(10)
const row = (name: string, { framesPerSecond, p50, p99 }: Pace): string =>
  name.padEnd(12) + cell(framesPerSecond.toFixed(1)) + cell(p50.toFixed(1)) + cell(p99.toFixed(1))
const verdict = (good: boolean, words: string): string => `${good ? 'ok  ' : 'MISS'} ${words}`
