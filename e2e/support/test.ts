import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import type { Page } from '@playwright/test'
import { startDesktopHost } from './desktop-host.ts'
import { startWebHost } from './web-host.ts'
import type { WebHostOptions } from './web-host.ts'

/** The app as a person has it in front of them, whatever host it runs in. */
export type Host = {
  page: Page
  /** Its data folder, of this test alone. */
  data: string
  /** Closes the app in order, keeps its data. */
  stop(): Promise<void>
  /** Ends it as a loss of power would. */
  kill(): Promise<void>
  /** Opens it again on the same data; `page` is the new page then. */
  start(): Promise<void>
  /** Ends the app and leaves its page behind; web only. */
  loseHost(): Promise<void>
  /** One more page on the same app; web only. */
  secondPage(): Promise<Page>
}

type Options = {
  engine: WebHostOptions['engine']
  /** Files in the models folder before the first start, by name. */
  models: Readonly<Record<string, Uint8Array>>
  env: Readonly<Record<string, string>>
}

/** `host` is the same promise on both projects: flows are written once. A failed page check fails the test. */
export const test = base.extend<Options & { host: Host }>({
  engine: ['fake', { option: true }],
  models: [{}, { option: true }],
  env: [{}, { option: true }],
  host: async ({ browser, engine, models, env, viewport, colorScheme, reducedMotion }, use, info) => {
    const data = mkdtempSync(join(tmpdir(), 'ingle-e2e-'))
    mkdirSync(join(data, 'models'), { recursive: true })
    for (const [name, bytes] of Object.entries(models)) writeFileSync(join(data, 'models', name), bytes)
    const faults: string[] = []
    const look = {
      ...(viewport && { viewport }),
      ...(colorScheme && { colorScheme }),
      ...(reducedMotion && { reducedMotion }),
    }
    const watch = (page: Page): Page => {
      page.on('pageerror', (error) => faults.push(`error in the page: ${error.message}`))
      page.on('console', (message) => {
        if (/Content Security Policy|TrustedHTML/i.test(message.text())) faults.push(message.text())
      })
      return page
    }
    const open =
      info.project.name === 'desktop'
        ? () => startDesktopHost({ data, engine, env })
        : async () => {
            const web = await startWebHost({ data, engine, env })
            const context = await browser.newContext(look)
            const page = watch(await context.newPage())
            await page.goto(web.link)
            return {
              page,
              secondPage: async () => {
                const second = watch(await context.newPage())
                await second.goto(new URL('/', web.link).href)
                return second
              },
              loseHost: async () => void (await web.stop()),
              stop: async () => {
                await web.stop()
                await context.close()
              },
              kill: async () => {
                await web.kill()
                await context.close()
              },
            }
          }
    let now = await open()
    const host: Host = {
      data,
      get page() {
        return now.page
      },
      stop: () => now.stop(),
      loseHost: () => now.loseHost(),
      kill: () => now.kill(),
      async start() {
        now = await open()
      },
      secondPage: () => now.secondPage(),
    }
    await use(host)
    await now.stop()
    rmSync(data, { recursive: true, force: true })
    base.expect(faults).toEqual([])
  },
})

export { expect } from '@playwright/test'
