// A long answer streamed into the real page. Usage: npm run bench:stream -- [--check] [--rounds N] [--built]
import { chromium } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startWebHost } from '../../e2e/support/web-host.ts'
import { markdownOfLength } from '../../electron/engine/fake/markdown-sample.ts'
import { tokenize } from '../../electron/engine/fake/script.ts'
import { tinyLlama } from '../../e2e/support/gguf/tiny-llama.ts'
import { getBrowser } from '../../scripts/test-browser.mjs'
import { chatRun, emptyRun, type Answer, type ChatRun, type Pace } from './chat-run.ts'
import { report } from './report.ts'

const characters = 33_000
const seconds = 5

const root = join(import.meta.dirname, '..', '..')
const { values: options } = parseArgs({
  options: { check: { type: 'boolean' }, built: { type: 'boolean' }, rounds: { type: 'string', default: '3' } },
})
if (!options.built) execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'inherit' })

const text = markdownOfLength(characters)
const tokens = tokenize(text)
const answer: Answer = {
  request: `/markdown ${String(characters)}`,
  text,
  tokens,
  tokensPerSecond: tokens.length / seconds,
  ms: seconds * 1000,
}

const data = mkdtempSync(join(tmpdir(), 'ingle-bench-stream-'))
mkdirSync(join(data, 'models'))
writeFileSync(join(data, 'models', 'tiny.gguf'), tinyLlama({ contextLength: 16_384 }))
const host = await startWebHost({
  data,
  engine: 'fake',
  args: ['--models', join(data, 'models')],
  env: { INGLE_FAKE_TPS: String(answer.tokensPerSecond), INGLE_FAKE_LOAD_MS: '50' },
})
const found = await getBrowser({ root, node: process.execPath })
if ('missing' in found) throw new Error(found.missing)
const executablePath = found.env['INGLE_CHROMIUM']
const asRoot = process.getuid?.() === 0
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: ['--disable-gpu', '--disable-quic', '--disable-background-networking', ...(asRoot ? ['--no-sandbox'] : [])],
})

const empty: Pace[] = []
const chat: ChatRun[] = []
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.goto(host.link)
  await page.getByRole('button', { name: 'Go to the chats' }).click()
  await page.locator('#composer').waitFor()
  const address = new URL('/', page.url()).href
  await page.close()
  const once = async <T>(run: (fresh: Awaited<ReturnType<typeof context.newPage>>) => Promise<T>): Promise<T> => {
    const fresh = await context.newPage()
    try {
      return await run(fresh)
    } finally {
      await fresh.close()
    }
  }
  // The first answer loads the model and warms the code up; it does not count.
  await once((fresh) => chatRun(fresh, address, answer))
  for (let round = 0; round < Number(options.rounds); round += 1) {
    empty.push(await once((fresh) => emptyRun(fresh, seconds * 1000)))
    chat.push(await once((fresh) => chatRun(fresh, address, answer)))
  }
} finally {
  await browser.close()
  await host.stop()
  rmSync(data, { recursive: true, force: true })
}

const title = `${String(characters)} characters, ${String(tokens.length)} tokens in ${String(seconds)} s`
const passed = report(title, empty, chat)
if (options.check && !passed) process.exitCode = 1
