import type { Page } from '@playwright/test'
import { canonical } from '../../renderer/ui/markdown/test-support/canonical.ts'
import { median, quantile } from './statistics.ts'
import { emptyPage, startSampling, type Frame } from './sampler.ts'
import { listenToSource } from './source-clock.ts'
import { shownUpTo, visibleLetters } from './visible-text.ts'

export type Pace = { framesPerSecond: number; p50: number; p99: number }
export type ChatRun = Pace & { lagMs: number; lagCharacters: number; sameDom: boolean; complete: boolean }

export async function emptyRun(page: Page, ms: number): Promise<Pace> {
  await page.setContent(emptyPage)
  await page.bringToFront()
  await page.evaluate(startSampling)
  await page.waitForTimeout(ms)
  return pace(await takeFrames(page))
}

export type Answer = { request: string; text: string; tokens: readonly string[]; tokensPerSecond: number; ms: number }

const finished = 'footer button[aria-label="Answer again"]'

/** Asks for the answer in a new chat of the real page, watches it come, and reads it again after a reload. */
export async function chatRun(page: Page, address: string, answer: Answer): Promise<ChatRun> {
  await page.goto(address)
  await page.bringToFront()
  const composer = page.locator('#composer')
  await composer.fill(answer.request)
  // Nobody types faster.
  await page.waitForTimeout(1500)
  const source = await listenToSource(page.context(), new URL(address).origin)
  const pageOrigin = await page.evaluate(() => performance.timeOrigin)
  await page.evaluate(startSampling)
  await composer.press('Enter')
  // Nothing is asked of the page while it streams: questions by role walk through all of it.
  await page.waitForTimeout(answer.ms + 1000)
  await page.locator(finished).last().waitFor({ timeout: 60_000 })
  await page.waitForTimeout(300)
  const frames = await takeFrames(page)
  const startedAt = source.startedAt((characters) => dueAt(characters, answer)) - pageOrigin
  source.close()
  const streamed = await dom(page)
  await page.reload()
  await page.locator(finished).last().waitFor({ timeout: 30_000 })
  await page.waitForTimeout(300)
  const whole = await dom(page)

  const counts = visibleLetters(answer.text)
  const complete = frames.at(-1)?.letters === counts.at(-1)
  const first = frames.findIndex(({ letters }) => letters > 0)
  const last = frames.findIndex(({ letters }) => letters === counts.at(-1))
  const streaming = frames.slice(Math.max(0, first), last < 0 ? undefined : last + 1)
  return { ...pace(streaming), ...lag(streaming, counts, answer, startedAt), sameDom: streamed === whole, complete }
}

/** Milliseconds after the start of the source's clock at which it has written so many characters. */
function dueAt(characters: number, { tokens, tokensPerSecond }: Answer): number {
  let written = 0
  const token = tokens.findIndex((text) => (written += text.length) >= characters)
  return ((token < 0 ? tokens.length : token + 1) / tokensPerSecond) * 1000
}

/** How far the page is behind the source, whose n-th token is due n / speed after `start`, on the clock of the frames. */
function lag(
  frames: readonly Frame[],
  counts: readonly number[],
  answer: Answer,
  start: number,
): Pick<ChatRun, 'lagMs' | 'lagCharacters'> {
  const ends: number[] = []
  let end = 0
  for (const token of answer.tokens) ends.push((end += token.length))
  let lagMs = 0
  let lagCharacters = 0
  for (const { at, letters } of frames) {
    const shown = shownUpTo(counts, letters)
    if (shown >= answer.text.length) break
    const token = Math.min(ends.length, Math.floor(((at - start) / 1000) * answer.tokensPerSecond))
    lagCharacters = Math.max(lagCharacters, (ends[token - 1] ?? 0) - shown)
    lagMs = Math.max(lagMs, at - start - dueAt(shown + 1, answer))
  }
  return { lagMs, lagCharacters }
}

function pace(frames: readonly Frame[]): Pace {
  const times = frames.slice(1).map(({ at }, index) => at - (frames[index]?.at ?? at))
  const span = (frames.at(-1)?.at ?? 0) - (frames[0]?.at ?? 0)
  return { framesPerSecond: (times.length / span) * 1000, p50: median(times), p99: quantile(times, 0.99) }
}

async function takeFrames(page: Page): Promise<readonly Frame[]> {
  return page.evaluate(() => {
    if (!window.sampler) return []
    window.sampler.stop = true
    return window.sampler.frames
  })
}

/** The last answer as a string. The function goes over as source: the page's policy allows no eval, the debugger does. */
async function dom(page: Page): Promise<string> {
  return page.evaluate(
    `(() => { ${canonical.toString()}; return canonical([...document.querySelectorAll('.md')].at(-1)) })()`,
  )
}
