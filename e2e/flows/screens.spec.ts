import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { tinyLlama } from '../support/gguf/tiny-llama.ts'
import { outOfReach } from '../support/out-of-reach.ts'
import { screens } from '../support/screens.ts'
import { expect, test } from '../support/test.ts'

const folder = join('test-results', 'screens')
const wide = { width: 1280, height: 800 }
const narrow = { width: 900, height: 600 }

test.use({
  viewport: wide,
  reducedMotion: 'reduce',
  models: { 'tiny.gguf': tinyLlama({ name: 'Tiny Llama' }) },
})

/** Serious and critical ones, as the page stands. What does not depend on colours is looked at once. */
async function axeFaults(page: Page, rules: 'all' | 'colours'): Promise<string[]> {
  const axe = new AxeBuilder({ page })
  const { violations } = await (rules === 'all' ? axe : axe.withRules(['color-contrast'])).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

test('A1 A2 every screen, dark and light: no serious accessibility fault, everything within reach of the keyboard, and a picture of it in two sizes', async ({
  host,
}, info) => {
  test.setTimeout(600_000)
  mkdirSync(folder, { recursive: true })
  const faults: string[] = []
  for (const { name, open, only } of screens) {
    if (only !== undefined && only !== info.project.name) continue
    await test.step(name, async () => {
      await open(host.page, host)
      // Opening it may have opened another page.
      const { page } = host
      for (const viewport of [narrow, wide]) {
        await page.setViewportSize(viewport)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          await page.screenshot({ path: join(folder, `${name}-${String(viewport.width)}-${colorScheme}.png`) })
          if (viewport === wide)
            faults.push(
              ...(await axeFaults(page, colorScheme === 'light' ? 'all' : 'colours')).map(
                (fault) => `${name}, ${colorScheme}: ${fault}`,
              ),
            )
        }
      }
      faults.push(...(await outOfReach(page)).map((lost) => `${name}: not reached with Tab: ${lost}`))
    })
  }
  expect(faults).toEqual([])
})
