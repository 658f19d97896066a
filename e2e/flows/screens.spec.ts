import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { tinyLlama } from '../support/gguf/tiny-llama.ts'
import { outOfReach } from '../support/out-of-reach.ts'
import { screens } from '../support/screens.ts'
import { expect, test } from '../support/test.ts'

const folder = join('test-results', 'screens')

const sizes = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
]

for (const colorScheme of ['dark', 'light'] as const) {
  for (const viewport of sizes) {
    test.describe(() => {
      test.use({
        colorScheme,
        viewport,
        reducedMotion: 'reduce',
        models: { 'tiny.gguf': tinyLlama({ name: 'Tiny Llama' }) },
      })

      test(`A1 every screen at ${viewport.width}×${viewport.height} in ${colorScheme}: no serious accessibility fault, and a picture of it`, async ({
        host,
      }) => {
        test.setTimeout(400_000)
        mkdirSync(folder, { recursive: true })
        const faults: string[] = []
        for (const { name, open } of screens) {
          await open(host.page)
          await host.page.screenshot({ path: join(folder, `${name}-${viewport.width}-${colorScheme}.png`) })
          const { violations } = await new AxeBuilder({ page: host.page }).analyze()
          for (const { id, impact, nodes } of violations) {
            if (impact === 'serious' || impact === 'critical') {
              faults.push(`${name}: ${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
            }
          }
        }
        expect(faults).toEqual([])
      })
    })
  }
}

test.describe(() => {
  test.use({ reducedMotion: 'reduce', models: { 'tiny.gguf': tinyLlama({ name: 'Tiny Llama' }) } })

  test('A2 on every screen whatever can be pressed is reached with the keyboard', async ({ host }) => {
    test.setTimeout(400_000)
    const faults: string[] = []
    for (const { name, open } of screens) {
      await open(host.page)
      for (const lost of await outOfReach(host.page)) faults.push(`${name}: ${lost}`)
    }
    expect(faults).toEqual([])
  })
})
