import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PlantedTree, plantTree } from './planted-tree.ts'

/** What a runtime does not have must not compile there: path, content, what the compiler says. */
const planted: [path: string, content: string, says: RegExp][] = [
  ['electron/contract/dom.ts', `export const a = document.title`, /document/],
  ['electron/contract/node.ts', `export const a = process.pid`, /process/],
  ['electron/core/dom.ts', `export const a = document.title`, /document/],
  ['electron/engine/llama/dom.ts', `export const a = window.name`, /window/],
  ['electron/server/dom.ts', `export const a = localStorage.length + document.title`, /document/],
  ['electron/desktop/dom.ts', `export const a = document.title`, /document/],
  ['renderer/app/node.ts', `export const a = process.pid`, /process/],
  ['renderer/app/buffer.ts', `export const a = Buffer.alloc(1)`, /Buffer/],
  ['electron/core/index.ts', `export const a = (x: string[]): string => x[0]`, /undefined/],
  ['electron/core/optional.ts', `export const a: { b?: string } = { b: undefined }`, /exactOptionalPropertyTypes/],
  ['electron/core/enum.ts', `export enum A { B }`, /erasableSyntaxOnly/],
  ['electron/core/verbatim.ts', `import { PathLike } from 'node:fs'\nexport type A = PathLike`, /verbatimModuleSyntax/],
  ['electron/core/implicit.ts', `export const a = (x) => x`, /implicitly/],
  ['electron/core/unused.ts', `const a = 1\nexport {}`, /never read/],
  ['scripts/implicit.mjs', `export const a = (x) => x`, /implicitly/],
]

/** Where the same thing is there. */
const allowed: Record<string, string> = {
  'electron/core/ok.ts': `export const a = process.pid`,
  'electron/contract/ok.ts': `export const a = new Map<string, number>().get('a') ?? 0`,
  'electron/contract/ok.test.ts': `export const a = process.pid`,
  'electron/preload/ok.ts': `export const a = window.name`,
  'renderer/app/ok.ts': `export const a = document.title`,
  'renderer/app/ok.test.ts': `export const a = process.pid + document.title.length`,
  'e2e/ok.ts': `export const a = process.pid + document.title.length`,
  'scripts/ok.mjs': `export const a = process.pid`,
}

let tree: PlantedTree
let lines: string[]

beforeAll(() => {
  tree = plantTree({ ...Object.fromEntries(planted), ...allowed })
  // Its build info would lie in the one node_modules that both trees share.
  const configs = ['electron/tsconfig/contract', 'electron/tsconfig/node', 'electron/tsconfig/desktop']
  const more = [
    'electron/tsconfig/preload',
    'renderer/tsconfig',
    'renderer/tsconfig.test',
    'e2e/tsconfig',
    'scripts/tsconfig',
  ]
  const tsc = join(tree.root, 'node_modules', 'typescript', 'bin', 'tsc')
  lines = [...configs, ...more].flatMap((config) => {
    const args = [tsc, '-p', `${config}.json`, '--incremental', 'false', '--pretty', 'false']
    return spawnSync(process.execPath, args, { cwd: tree.root, encoding: 'utf8' }).stdout.split('\n')
  })
}, 120_000)
afterAll(() => tree.dispose())

const said = (path: string): string => lines.filter((line) => line.startsWith(`${path}(`)).join('\n')

test.each(planted)('the compiler refuses %s', (path, _, says) => {
  expect(said(path)).toMatch(says)
})

test.each(Object.keys(allowed))('the compiler accepts %s', (path) => {
  expect(said(path)).toBe('')
})
