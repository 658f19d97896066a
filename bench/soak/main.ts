// Chats with the starter model for a while, and looks whether the memory of app, engine and page grows.
// Usage: node bench/soak/main.ts [--minutes 30] [--check]
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser, CDPSession, Page } from '@playwright/test'
import { startWebHost, type RunningWebHost } from '../../e2e/support/web-host.ts'
import { openBrowser } from '../engine/page-runs.ts'
import { collectGarbage, inspectorOf } from './inspector.ts'
import { anonymousMegabytes, engineOf } from './processes.ts'
import { trendOf, type Reading } from './trend.ts'

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, check: { type: 'boolean', default: false } },
})
const minutes = Number(values.minutes)
/** The first third fills caches; ten minutes of the usual thirty. */
const warmUp = minutes / 3
const turnsPerChat = 20
const secondsPerReading = Math.max(5, minutes)
/** Megabytes in ten minutes that the lower end of the interval may reach. */
const bar = 1

const corpus = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../resources/starter-model/corpus.json'), 'utf8'),
) as { entries: { canonical: string }[] }
const questions = corpus.entries.map(({ canonical }) => canonical)

type Part = 'app' | 'engine' | 'page' | 'page, JavaScript'
type Measured = Record<Part, number>

async function openMeter(host: RunningWebHost, page: Page, browser: Browser): Promise<() => Promise<Measured>> {
  const hostPid = host.process.pid ?? 0
  const hostUrl = /ws:\/\/127\.0\.0\.1:\d+\/[\w-]+/.exec(host.output())?.[0]
  const engine = engineOf(hostPid)
  if (hostUrl === undefined || engine === null) throw new Error(`No inspector or no engine: ${host.output()}`)
  const engineUrl = await inspectorOf(engine)
  const session: CDPSession = await page.context().newCDPSession(page)
  const whole = await browser.newBrowserCDPSession()
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo')
  // Chromium keeps a spare one besides; ours is the one that has worked.
  const renderers = processInfo.filter(({ type }) => type === 'renderer').toSorted((a, b) => b.cpuTime - a.cpuTime)
  const renderer = renderers[0]?.id ?? 0
  return async () => {
    await collectGarbage(hostUrl)
    await collectGarbage(engineUrl)
    await session.send('HeapProfiler.collectGarbage')
    await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    return {
      app: anonymousMegabytes(hostPid),
      engine: anonymousMegabytes(engine),
      page: anonymousMegabytes(renderer),
      'page, JavaScript': usedSize / 2 ** 20,
    }
  }
}

async function ask(page: Page, question: string, turn: number): Promise<void> {
  await page.locator('#composer').fill(question)
  await page.locator('#composer').press('Enter')
  await page.locator('footer button[aria-label="Answer again"]').nth(turn).waitFor({ timeout: 60_000 })
}

async function soak(page: Page, host: RunningWebHost, browser: Browser): Promise<Record<Part, Reading[]>> {
  const readings: Record<Part, Reading[]> = { app: [], engine: [], page: [], 'page, JavaScript': [] }
  const start = performance.now()
  const spent = (): number => (performance.now() - start) / 60_000
  let meter: (() => Promise<Measured>) | null = null
  let nextReading = 0
  for (let turn = 0; spent() < minutes; turn++) {
    if (turn > 0 && turn % turnsPerChat === 0) {
      await page.evaluate(() => (location.hash = '#/'))
      await page.locator('footer button[aria-label="Answer again"]').first().waitFor({ state: 'detached' })
    }
    await ask(page, questions[turn % questions.length] ?? '', turn % turnsPerChat)
    meter ??= await openMeter(host, page, browser)
    if (spent() < nextReading) continue
    nextReading = spent() + secondsPerReading / 60
    const now = await meter()
    const at = spent()
    for (const [part, megabytes] of Object.entries(now)) readings[part as Part].push({ minutes: at, megabytes })
    const sizes = Object.entries(now).map(([part, size]) => `${part} ${size.toFixed(1)}`)
    console.log(`${at.toFixed(1).padStart(5)} min  turn ${String(turn + 1).padStart(5)}  MB: ${sizes.join(', ')}`)
  }
  return readings
}

const data = mkdtempSync(join(tmpdir(), 'ingle-soak-'))
const host = await startWebHost({ data, engine: 'llama', env: { NODE_OPTIONS: '--inspect=127.0.0.1:0' } })
const browser = await openBrowser()
try {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
  await page.goto(host.link)
  await page.getByRole('button', { name: 'Start talking' }).click()
  await page.locator('#composer').waitFor()
  const readings = await soak(page, host, browser)
  const figures: Record<string, number> = {}
  let missed = false
  console.log(`\nMegabytes in ten minutes, after ${warmUp.toFixed(0)} minutes of warm-up; the bar is for the lower end`)
  for (const [part, all] of Object.entries(readings)) {
    const { slope, low, high } = trendOf(all.filter(({ minutes: at }) => at >= warmUp))
    const holds = low <= bar
    missed ||= !holds
    figures[part] = Number(low.toFixed(2))
    const interval = `${slope.toFixed(2)}  (${low.toFixed(2)} to ${high.toFixed(2)})`
    console.log(`${part.padEnd(18)} ${interval.padEnd(28)} ≤ ${bar}  ${holds ? 'met' : 'missed'}`)
  }
  console.log(`BENCH soak ${JSON.stringify({ minutes, lowerEnds: figures, bar })}`)
  if (values.check && missed) process.exitCode = 1
} finally {
  await browser.close()
  await host.stop()
  rmSync(data, { recursive: true, force: true })
}
