// Our engine against llama.cpp's own programs. Usage: npm run bench:engine -- [--check] [--rounds N] [--built] [--no-page]
import { execFileSync } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { median } from '../stream/statistics.ts'
import { buildFlags, buildPeer } from './build-peer.ts'
import { cachedShares, figure, memoryFigure, met, readingFigures, speed, type Figure } from './figures.ts'
import { runLlamaBench } from './llama-bench.ts'
import { serverFlags } from './llama-server.ts'
import { openBrowser, ownPageRun, peerPageRun } from './page-runs.ts'
import { servePeerPage } from './peer-page.ts'
import { models, randomModel } from './random-model.ts'
import { answerTokens, firstAnswer, ownRound, peerRound, type PromptSizes, type Round } from './rounds.ts'

const root = join(import.meta.dirname, '..', '..')
const { values: options } = parseArgs({
  options: {
    check: { type: 'boolean' },
    built: { type: 'boolean' },
    'no-page': { type: 'boolean' },
    rounds: { type: 'string', default: '3' },
  },
})
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const rounds = Number(options.rounds)
if (!options.built) execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'inherit' })
const peer = buildPeer(say)
const kinds = ['q8', 'q4', 'small'] as const
const folder = join(root, '.cache', 'bench-models')
const files = {
  q8: randomModel(models.q8, folder),
  q4: randomModel(models.q4, folder),
  small: randomModel(models.small, folder),
}

type Sides = { ours: Round[]; peer: Round[] }
const sides: Record<(typeof kinds)[number], Sides> = {
  q8: { ours: [], peer: [] },
  q4: { ours: [], peer: [] },
  small: { ours: [], peer: [] },
}
const known = {
  q8: await firstAnswer(files.q8),
  q4: await firstAnswer(files.q4),
  small: await firstAnswer(files.small),
}
const sizes: Partial<Record<(typeof kinds)[number], PromptSizes>> = {}
for (let round = 0; round < rounds; round++) {
  for (const kind of kinds) {
    const { threads, tuning } = known[kind]
    const plan = { file: files[kind], reading: kind === 'q8', tuning }
    const vocabulary = models[kind].vocabulary
    const ask = async (side: 'ours' | 'peer'): Promise<void> => {
      const peerSizes = sizes[kind]
      if (side === 'ours' || !peerSizes) {
        const own = await ownRound(plan)
        sizes[kind] = own.sizes
        sides[kind].ours.push(own.round)
        return
      }
      sides[kind].peer.push(await peerRound(plan, { server: peer.server, threads, sizes: peerSizes, vocabulary }))
    }
    // Whoever goes second finds a warmer machine, so they take turns at that too.
    for (const side of round % 2 === 0 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const)) await ask(side)
  }
}

/** The peer has two tries at the page, with all threads and with one left to the browser; the faster counts. */
const shown: Record<'q8' | 'q4', { ours: number[]; peer: number[]; peerFewer: number[] }> = {
  q8: { ours: [], peer: [], peerFewer: [] },
  q4: { ours: [], peer: [], peerFewer: [] },
}
if (!options['no-page']) {
  const page = await servePeerPage()
  const browser = await openBrowser()
  try {
    for (let round = 0; round < rounds; round++) {
      for (const kind of ['q8', 'q4'] as const) {
        const prompt = Array.from({ length: sizes[kind]?.generation ?? 24 }, (_, index) => 300 + index)
        const peerRun = { server: peer.server, model: files[kind], address: page.address, prompt }
        shown[kind].ours.push(await ownPageRun(browser, files[kind], answerTokens))
        shown[kind].peer.push(await peerPageRun(browser, { ...peerRun, threads: known[kind].threads }, answerTokens))
        const fewer = Math.max(1, known[kind].threads - 1)
        shown[kind].peerFewer.push(await peerPageRun(browser, { ...peerRun, threads: fewer }, answerTokens))
      }
    }
  } finally {
    await browser.close()
    await page.close()
  }
}

const bench = {
  q8: runLlamaBench(peer.bench, files.q8, known.q8.threads),
  q4: runLlamaBench(peer.bench, files.q4, known.q4.threads),
}

const writing = (what: string, of: Sides, atLeast: number): Figure =>
  figure(what, of, ({ generation }) => generation.tokensPerSecond, { atLeast }, speed)
const atPage = (what: string, { ours, peer: all, peerFewer }: (typeof shown)['q8'], bar: number): Figure => {
  const other = Math.max(median(all), median(peerFewer))
  return {
    what,
    ours: speed(median(ours)),
    peer: speed(other),
    ratio: median(ours) / other,
    bar,
    atLeast: true,
  }
}
const figures = [
  writing('writing, Q8_0', sides.q8, 0.93),
  writing('writing, Q4_0', sides.q4, 0.85),
  ...(options['no-page']
    ? []
    : [atPage('at the page, Q8_0', shown.q8, 0.93), atPage('at the page, Q4_0', shown.q4, 0.85)]),
  ...readingFigures(sides.q8),
  writing('writing, 1M parameters', sides.small, 0.25),
  memoryFigure(sides.q8),
]

const round2 = (value: number): number => Math.round(value * 100) / 100
say(`${String(cpus().length)} cores, ${cpus()[0]?.model ?? ''}, load ${(loadavg()[0] ?? 0).toFixed(1)}`)
say(`Peer: llama-server ${peer.release} ${serverFlags(known.q8.threads).join(' ')}, built with ${buildFlags.join(' ')}`)
for (const [name, { threads, tuning }] of Object.entries(known))
  say(`${name}: begins with ${threads} threads; found by the first answer: ${JSON.stringify(tuning)}`)
say(`Random weights, 0.5B; ${String(rounds)} rounds of each in turn, medians; ${String(answerTokens)} tokens written`)
say(`${''.padEnd(30)}${'ours'.padStart(12)}${'llama-server'.padStart(14)}${'ratio'.padStart(8)}${'bar'.padStart(9)}`)
for (const each of figures) {
  const bar = `${each.atLeast ? '≥' : '≤'} ${String(each.bar)}`
  say(
    `${each.what.padEnd(30)}${each.ours.padStart(12)}${each.peer.padStart(14)}${each.ratio.toFixed(2).padStart(8)}${bar.padStart(9)}  ${met(each) ? 'ok' : 'MISS'}`,
  )
}
for (const [name, { readTokensPerSecond, tokensPerSecond }] of Object.entries(bench)) {
  say(`llama-bench ${name}: reads ${speed(readTokensPerSecond)}, writes ${speed(tokensPerSecond)}`)
}
for (const [name, { peer: all, peerFewer }] of Object.entries(shown)) {
  if (options['no-page']) break
  const fewer = speed(median(peerFewer))
  say(`llama-server at the page, ${name}: ${speed(median(all))} with all threads, ${fewer} with one fewer`)
}
const cached = cachedShares(sides.q8)
say(
  `From cache at the second turn: ours ${(cached.ours * 100).toFixed(1)} %, llama-server ${(cached.peer * 100).toFixed(1)} %`,
)
const ratios = Object.fromEntries(figures.map(({ what, ratio }) => [what, round2(ratio)]))
const bars = Object.fromEntries(figures.map(({ what, bar }) => [what, bar]))
const passed = Object.fromEntries(figures.map((each) => [each.what, met(each)]))
say(`BENCH engine ${JSON.stringify({ ratios, bars, passed })}`)
if (options.check && !figures.every(met)) process.exitCode = 1
