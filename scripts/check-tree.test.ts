import { afterEach, expect, test } from 'vitest'
import { checkTree, checks } from './check-tree.mjs'
import { importProblem } from './import-table.mjs'
import { type PlantedTree, plantTree } from './planted-tree.ts'

let tree: PlantedTree | undefined
afterEach(() => tree?.dispose())

/** All problems of a tree that holds nothing but these files. */
function problemsOf(files: Record<string, string>): string[] {
  tree = plantTree(files)
  return Object.values(checkTree(tree.root)).flat()
}

const v = `export const v = 1\n`
const imports = (path: string, what = '{ v }'): string => `import ${what} from '${path}'\n`
const machine = ['', 'work', 'main'].join('/')

test('an empty tree is in order', () => {
  expect(problemsOf({})).toEqual([])
})

const violations: [rule: string, says: RegExp, files: Record<string, string>][] = [
  ['files end at 400 lines', /a\.css: 401 lines/, { 'renderer/a.css': 'b{}\n'.repeat(401) }],
  ['names say what a file does', /name it after/, { 'electron/core/utils.ts': v }],
  ['names say what a file does', /name it after/, { 'renderer/ui/helpers/x.ts': v }],
  ['names say what a file does', /no barrels/, { 'electron/core/chat/index.ts': v }],
  ['imports follow the table', /absolute/, { 'bench/a.ts': imports('/etc/x.ts') }],
  ['imports follow the table', /write the extension/, { 'bench/a.ts': imports('./b'), 'bench/b.ts': v }],
  [
    'no import cycles',
    /b\.ts → bench\/a\.ts|a\.ts → bench\/b\.ts/,
    { 'bench/a.ts': `${imports('./b.ts')}${v}`, 'bench/b.ts': imports('./a.ts') },
  ],
  [
    'no import cycles',
    /cycle/,
    { 'bench/a.ts': `${imports('./b.ts', 'type { v }')}${v}`, 'bench/b.ts': `export * from './a.ts'\n${v}` },
  ],
  [
    'no any and no rule switched off without a reason',
    /`any`/,
    { 'scripts/a.mjs': `/** @param {${'any'}} x */\nexport const a = (x) => x\n` },
  ],
  [
    'no any and no rule switched off without a reason',
    /reason/,
    { 'bench/a.ts': `// oxlint-${'disable'}-next-line no-console\n${v}` },
  ],
  [
    'no any and no rule switched off without a reason',
    /never/,
    { 'bench/a.ts': `// oxlint-${'disable'} max-lines -- big\n${v}` },
  ],
  [
    'ARCHITECTURE.md names what exists',
    /`electron\/gone\.ts` does not/,
    { 'ARCHITECTURE.md': 'see `electron/gone.ts`' },
  ],
  ['ARCHITECTURE.md names what exists', /`gone\.ts` does not/, { 'ARCHITECTURE.md': 'see `gone.ts`' }],
  ['ARCHITECTURE.md names what exists', /no line/, { 'ARCHITECTURE.md': 'nothing', 'electron/core/a.ts': v }],
  ['no trace of one machine', /path of one machine/, { 'bench/a.ts': `export const a = '${machine}'\n` }],
  ['no trace of one machine', /registry/, { 'bench/README.md': `get it from https://registry.${'npmjs'}.org/x` }],
]

test.each(violations)('%s: %s', (rule, says, files) => {
  const found = problemsOf(files)
  expect(found.join('\n')).toMatch(says)
  expect(Object.keys(checks)).toContain(rule)
})

/** [importing file, imported file, may import values, may import types] */
const table: [from: string, to: string, values: boolean, types: boolean][] = [
  ['electron/contract/chat.ts', 'electron/contract/errors.ts', true, true],
  ['electron/contract/chat.ts', 'electron/core/app.ts', false, false],
  ['electron/core/app.ts', 'electron/core/chat/chat-router.ts', true, true],
  ['electron/core/chat/a.ts', 'electron/core/chat/b.ts', true, true],
  ['electron/core/chat/a.ts', 'electron/core/models/b.ts', false, false],
  ['electron/core/chat/a.ts', 'electron/core/app.ts', false, false],
  ['electron/core/chat/a.ts', 'electron/core/db/open.ts', true, true],
  ['electron/core/chat/a.ts', 'electron/engine/engine-client.ts', true, true],
  ['electron/core/chat/a.ts', 'electron/engine/llama/main.ts', false, false],
  ['electron/core/chat/a.ts', 'electron/engine/fake/main.ts', false, false],
  ['electron/core/chat/a.ts', 'electron/desktop/main.ts', false, false],
  ['electron/core/chat/a.ts', 'renderer/main.tsx', false, false],
  ['electron/core/chat/a.test.ts', 'electron/engine/fake/script.ts', true, true],
  ['electron/core/chat/a.test.ts', 'electron/core/models/b.ts', true, true],
  ['electron/core/chat/a.test.ts', 'e2e/support/gguf/tiny.ts', true, true],
  ['electron/core/chat/a.test.ts', 'e2e/flows/a.ts', false, false],
  ['electron/core/chat/a.ts', 'e2e/support/gguf/tiny.ts', false, false],
  ['electron/core/chat/a.test.ts', 'electron/engine/llama/main.ts', true, true],
  ['electron/core/chat/a.test.ts', 'renderer/main.tsx', false, false],
  ['electron/core/chat/a.ts', 'electron/core/test-support/start.ts', false, false],
  ['electron/core/chat/a.test.ts', 'electron/core/test-support/start.ts', true, true],
  ['electron/core/models/gguf-worker.ts', 'electron/engine/gguf/read.ts', true, true],
  ['electron/engine/engine-client.ts', 'electron/core/ports.ts', true, true],
  ['electron/engine/engine-client.ts', 'electron/core/app.ts', false, false],
  ['electron/engine/engine-client.ts', 'electron/engine/llama/main.ts', false, false],
  ['electron/engine/gguf/a.ts', 'electron/contract/errors.ts', true, true],
  ['electron/engine/gguf/a.ts', 'electron/engine/engine-protocol.ts', false, false],
  ['electron/engine/llama/a.ts', 'electron/engine/engine-protocol.ts', true, true],
  ['electron/engine/llama/a.ts', 'electron/engine/engine-client.ts', false, false],
  ['electron/engine/llama/a.ts', 'electron/engine/fake/a.ts', false, false],
  ['electron/engine/llama/a.ts', 'electron/core/ports.ts', false, false],
  ['electron/engine/fake/a.ts', 'electron/engine/llama/a.ts', false, false],
  ['electron/engine/fake/a.ts', 'electron/engine/engine-child-port.ts', true, true],
  ['electron/engine/engine-client.ts', 'electron/engine/engine-child-port.ts', false, false],
  ['electron/server/a.ts', 'electron/engine/engine-launch-env.ts', true, true],
  ['electron/server/a.ts', 'electron/engine/engine-client.ts', false, false],
  ['electron/server/a.ts', 'electron/core/data-paths.ts', true, true],
  ['electron/server/a.ts', 'electron/core/instance/ask.ts', true, true],
  ['electron/core/chat/a.ts', 'electron/core/instance/ask.ts', false, false],
  ['electron/core/data-paths.ts', 'electron/core/chat/a.ts', false, false],
  ['electron/desktop/a.ts', 'electron/core/app.ts', true, true],
  ['electron/desktop/a.ts', 'electron/core/chat/a.ts', false, false],
  ['electron/desktop/a.ts', 'electron/server/a.ts', false, false],
  ['electron/desktop/a.ts', 'electron/engine/fake/a.ts', false, false],
  ['electron/preload/a.ts', 'electron/contract/system.ts', false, true],
  ['electron/preload/a.ts', 'electron/contract/errors.ts', false, true],
  ['electron/preload/a.ts', 'electron/core/ports.ts', false, false],
  ['electron/server/a.ts', 'electron/core/app.ts', true, true],
  ['electron/server/a.ts', 'electron/desktop/a.ts', false, false],
  ['renderer/main.tsx', 'renderer/app/App.tsx', true, true],
  ['renderer/app/App.tsx', 'renderer/features/chat/a.ts', true, true],
  ['renderer/features/chat/a.ts', 'renderer/features/models/a.ts', false, false],
  ['renderer/features/chat/a.ts', 'renderer/ui/a.ts', true, true],
  ['renderer/features/chat/a.ts', 'renderer/app/App.tsx', false, false],
  ['renderer/features/chat/a.ts', 'electron/contract/chat.ts', false, true],
  ['renderer/features/chat/a.ts', 'electron/contract/errors.ts', true, true],
  ['renderer/features/chat/a.ts', 'electron/core/app.ts', false, false],
  ['renderer/features/chat/a.test.ts', 'electron/contract/chat.ts', true, true],
  ['renderer/features/chat/a.test.ts', 'renderer/test-support/render.tsx', true, true],
  ['renderer/test-support/render.tsx', 'renderer/rpc/a.ts', true, true],
  ['renderer/features/chat/a.ts', 'renderer/test-support/render.tsx', false, false],
  ['renderer/ui/a.ts', 'renderer/i18n/a.ts', true, true],
  ['renderer/ui/a.ts', 'renderer/rpc/a.ts', false, false],
  ['renderer/rpc/a.ts', 'renderer/actions/a.ts', false, false],
  ['renderer/actions/a.ts', 'renderer/features/chat/a.ts', false, false],
  ['renderer/i18n/a.ts', 'renderer/ui/a.ts', false, false],
  ['e2e/flows/a.ts', 'e2e/support/b.ts', true, true],
  ['e2e/flows/a.ts', 'electron/contract/chat.ts', false, true],
  ['e2e/flows/a.ts', 'electron/core/app.ts', false, false],
  ['bench/a.ts', 'electron/core/app.ts', true, true],
  ['bench/a.ts', 'renderer/test-support/b.ts', true, true],
  ['scripts/a.mjs', 'electron/core/app.ts', false, false],
  ['other/a.ts', 'electron/core/app.ts', false, false],
]

test.each(table)('%s imports %s: values %s, types %s', (from, to, values, types) => {
  expect(importProblem(from, to, false) === undefined).toBe(values)
  expect(importProblem(from, to, true) === undefined).toBe(types)
})

test.each([
  ['electron/contract/a.ts', '@orpc/server', 1],
  ['electron/contract/a.ts', 'zod', 0],
  ['electron/engine/gguf/a.ts', '@huggingface/gguf', 1],
  ['electron/engine/gguf/a.test.ts', '@huggingface/gguf', 0],
  ['electron/preload/a.ts', 'electron-updater', 1],
  ['electron/preload/a.ts', 'electron', 0],
])('%s imports the package %s: %s problems', (from, name, count) => {
  expect(problemsOf({ [from]: `import '${name}'\n` })).toHaveLength(count)
})

test('dynamic imports and re-exports count too', () => {
  const to = { 'electron/desktop/b.ts': v }
  expect(
    problemsOf({ ...to, 'electron/core/a.ts': `export const a = () => import('../desktop/b.ts')\n` }),
  ).toHaveLength(1)
  tree?.dispose()
  expect(problemsOf({ ...to, 'electron/core/a.ts': `export * from '../desktop/b.ts'\n` })).toHaveLength(1)
})
