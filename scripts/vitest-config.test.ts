import { spawnSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PlantedTree, plantTree } from './planted-tree.ts'
import { vitestRecords } from './test-records.mjs'

const root = join(import.meta.dirname, '..')
const using = `import { expect, test } from 'vitest'\n`
let tree: PlantedTree
let outcome: Record<string, string>

beforeAll(() => {
  tree = plantTree({
    'electron/core/asserts.test.ts': `${using}test('asserts', () => expect(1).toBe(1))`,
    'electron/core/empty.test.ts': `${using}test('asserts nothing', () => void expect)`,
    'electron/core/double.test.ts': `import { app } from 'electron'\n${using}test('electron is the double', () => expect(app).toBe('double'))`,
    'electron/desktop/electron-double.ts': `export const app = 'double'`,
    'renderer/dom.test.tsx': `${using}test('the page has a DOM', () => expect((<b />).type + document.body.tagName).toBe('bBODY'))`,
    'renderer/empty.test.ts': `${using}test('the page asserts nothing', () => void expect)`,
    'electron/core/slow.integration.test.ts': `${using}test('integration', () => expect(1).toBe(1))`,
    'electron/core/slow.long.test.ts': `${using}test('long', () => expect(1).toBe(1))`,
  })
  cpSync(join(root, 'vitest.config.ts'), join(tree.root, 'vitest.config.ts'))
  const report = join(tree.root, 'report.json')
  const vitest = join(tree.root, 'node_modules', 'vitest', 'vitest.mjs')
  const { INGLE_TEST_LONG: _, ...env } = process.env
  spawnSync(process.execPath, [vitest, 'run'], { cwd: tree.root, env: { ...env, INGLE_TEST_JSON: report } })
  outcome = Object.fromEntries(vitestRecords(tree.root, 'x', report, 0).map(({ name, status }) => [name, status]))
}, 120_000)
afterAll(() => tree.dispose())

test('a test without an assertion fails, electron is its double, and long tests wait to be asked for', () => {
  expect(outcome).toEqual({
    asserts: 'passed',
    'asserts nothing': 'failed',
    'electron is the double': 'passed',
    'the page has a DOM': 'passed',
    'the page asserts nothing': 'failed',
    integration: 'passed',
  })
})
