import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { connectAs } from '../../e2e/support/rpc-client.ts'
import { startWebHost } from '../../e2e/support/web-host.ts'
import { getBrowser } from '../../scripts/test-browser.mjs'
import { sampling } from './answered.ts'
import { requestBody, startLlamaServer } from './llama-server.ts'
import { shownSpeed, watchText } from './shown-speed.ts'

const root = join(import.meta.dirname, '../..')

export async function openBrowser(): Promise<Browser> {
  const found = await getBrowser({ root, node: process.execPath })
  if ('missing' in found) throw new Error(found.missing)
  const executablePath = found.env['INGLE_CHROMIUM']
  const asRoot = process.getuid?.() === 0
  return chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--disable-gpu', '--disable-background-networking', ...(asRoot ? ['--no-sandbox'] : [])],
  })
}

const viewport = { width: 1280, height: 800 }
const question = 'Tell me something.'
const finished = 'footer button[aria-label="Answer again"]'

/** Tokens a second as they appear in the app's page, host and engine process behind it. */
export async function ownPageRun(browser: Browser, file: string, tokens: number): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), 'ingle-bench-page-'))
  const folder = join(data, 'models')
  mkdirSync(folder)
  symlinkSync(file, join(folder, basename(file)))
  const host = await startWebHost({ data, engine: 'llama', args: ['--models', folder] })
  const context = await browser.newContext({ viewport })
  try {
    const page = await context.newPage()
    await page.goto(host.link)
    await page.getByRole('button', { name: 'Go to the chats' }).click()
    await page.locator('#composer').waitFor()
    await choose(context, new URL(page.url()).origin, basename(file), tokens)
    await page.goto(new URL('/', page.url()).href)
    await page.locator('#composer').waitFor()
    const ask = async (): Promise<void> => {
      await page.locator('#composer').fill(question)
      await page.locator('#composer').press('Enter')
    }
    // The first answer loads the model.
    await ask()
    await page.locator(finished).first().waitFor({ timeout: 120_000 })
    return await watched(page, tokens, async () => {
      await ask()
      await page.locator(finished).nth(1).waitFor({ timeout: 120_000 })
    })
  } finally {
    await context.close()
    await host.stop()
    rmSync(data, { recursive: true, force: true })
  }
}

/** The model and the length of its answers, set as the settings page sets them. */
async function choose(context: BrowserContext, origin: string, fileName: string, maxTokens: number): Promise<void> {
  const [cookie] = await context.cookies(origin)
  const { rpc, close } = await connectAs(`${cookie?.name ?? ''}=${cookie?.value ?? ''}`, origin)
  for await (const { models, scanning } of await rpc.models.list()) {
    const lastModel = models.find((model) => model.fileName === fileName)?.id
    if (lastModel === undefined && scanning) continue
    if (lastModel === undefined) throw new Error(`${fileName} is not in the list of models`)
    await rpc.settings.set({ lastModel, maxTokens, contextSize: 4096, seed: sampling.seed })
    break
  }
  close()
}

/** The same of llama-server, drawn by the same components in the same browser. */
export async function peerPageRun(
  browser: Browser,
  peer: { server: string; model: string; threads: number; address: string; prompt: readonly number[] },
  tokens: number,
): Promise<number> {
  const server = await startLlamaServer(peer.server, peer.model, peer.threads)
  const context: BrowserContext = await browser.newContext({ viewport })
  try {
    const page = await context.newPage()
    await page.goto(peer.address)
    await page.waitForFunction(() => window.askPeer !== undefined)
    const ask = (): Promise<void> =>
      page.evaluate(([url, body]) => window.askPeer?.(url, body), [
        `${server.url}/completion`,
        JSON.stringify(requestBody(peer.prompt, tokens)),
      ] as const)
    await ask()
    return await watched(page, tokens, ask)
  } finally {
    await context.close()
    await server.stop()
  }
}

async function watched(page: Page, tokens: number, run: () => Promise<void>): Promise<number> {
  await page.bringToFront()
  await page.evaluate(watchText)
  await run()
  await page.waitForTimeout(200)
  return shownSpeed(await page.evaluate(() => window.watchedText?.frames ?? []), tokens)
}
