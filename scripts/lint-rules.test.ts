import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PlantedTree, plantTree } from './planted-tree.ts'

/** One violation a file: path, content, and the rule that must find it. */
const planted: [path: string, content: string, rule: string][] = [
  // packages by folder
  ['electron/contract/a.ts', `import 'node:fs'`, 'no-restricted-imports'],
  ['electron/contract/b.ts', `import 'react'`, 'no-restricted-imports'],
  ['electron/contract/c.ts', `import '@orpc/server'`, 'no-restricted-imports'],
  ['electron/contract/d.ts', `import 'zustand'`, 'no-restricted-imports'],
  [
    'electron/contract/e.ts',
    `import type { A } from '@orpc/contract/other'\nexport type B = A`,
    'no-restricted-imports',
  ],
  ['electron/core/chat/a.ts', `import 'electron'`, 'no-restricted-imports'],
  ['electron/core/chat/b.ts', `import type { App } from 'electron/main'\nexport type B = App`, 'no-restricted-imports'],
  ['electron/core/chat/c.ts', `export const c = await import('node-llama-cpp')`, 'no-restricted-imports'],
  ['electron/core/chat/d.ts', `import 'react'`, 'no-restricted-imports'],
  ['electron/engine/a.ts', `import 'node:child_process'`, 'no-restricted-imports'],
  ['electron/engine/b.ts', `import 'better-sqlite3'`, 'no-restricted-imports'],
  ['electron/engine/gguf/a.ts', `import 'node:fs'`, 'no-restricted-imports'],
  ['electron/engine/llama/a.ts', `import 'electron'`, 'no-restricted-imports'],
  ['electron/engine/llama/b.ts', `import 'better-sqlite3'`, 'no-restricted-imports'],
  ['electron/engine/fake/a.ts', `import 'node-llama-cpp'`, 'no-restricted-imports'],
  ['electron/desktop/a.ts', `import 'node-llama-cpp'`, 'no-restricted-imports'],
  ['electron/desktop/b.ts', `import 'better-sqlite3'`, 'no-restricted-imports'],
  ['electron/preload/a.ts', `import 'node:fs'`, 'no-restricted-imports'],
  ['electron/preload/b.ts', `import 'events'`, 'no-restricted-imports'],
  ['electron/preload/c.ts', `import 'electron-store'`, 'no-restricted-imports'],
  ['electron/server/a.ts', `import 'electron'`, 'no-restricted-imports'],
  ['electron/server/b.ts', `import 'node-llama-cpp'`, 'no-restricted-imports'],
  ['electron/server/c.ts', `import 'better-sqlite3'`, 'no-restricted-imports'],
  ['renderer/app/a.ts', `import 'electron'`, 'no-restricted-imports'],
  ['renderer/app/b.ts', `import 'node:path'`, 'no-restricted-imports'],
  ['renderer/app/c.ts', `import '@orpc/server'`, 'no-restricted-imports'],
  ['e2e/flows/a.ts', `import 'electron'`, 'no-restricted-imports'],
  ['scripts/a.mjs', `import 'electron'`, 'no-restricted-imports'],
  ['electron/core/chat/e.test.ts', `import 'electron'`, 'no-restricted-imports'],
  // one way out
  ...['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns'].map((name): [string, string, string] => [
    `electron/core/net-${name}.ts`,
    `import 'node:${name}'`,
    'no-restricted-imports',
  ]),
  // What these two are for is seen when the tree itself is linted.
  ['electron/core/egress.ts', `import 'node:http'`, 'no-restricted-imports'],
  [
    'electron/desktop/instance-control.ts',
    `import { createServer, request } from 'node:http'\nvoid [createServer, request]`,
    'no-restricted-imports',
  ],
  ['electron/desktop/net-electron.ts', `import { net } from 'electron'\nvoid net`, 'no-restricted-imports'],
  ['electron/desktop/net-all.ts', `import * as all from 'electron'\nvoid all`, 'no-restricted-imports'],
  ...['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns'].map((name): [string, string, string] => [
    `electron/server/net-${name}.ts`,
    `import * as all from 'node:${name}'\nvoid all`,
    'no-restricted-imports',
  ]),
  ['electron/server/net-request.ts', `import { request } from 'node:http'\nvoid request`, 'no-restricted-imports'],
  ['electron/server/net-connect.ts', `import { connect } from 'node:net'\nvoid connect`, 'no-restricted-imports'],
  ['electron/server/net-later.ts', `export const a = await import('node:https')`, 'no-restricted-imports'],
  ['electron/server/net-socket.ts', `import { WebSocket } from 'ws'\nvoid WebSocket`, 'no-restricted-imports'],
  ['electron/server/net-proxy.ts', `import { proxy } from 'hono/proxy'\nvoid proxy`, 'no-restricted-imports'],
  ['electron/server/out.ts', `export const a = () => fetch('https://example.org')`, 'no-restricted-globals'],
  ['electron/server/out-global.ts', `export const a = globalThis.fetch`, 'no-restricted-globals'],
  ['electron/desktop/main.ts', `export const a = () => fetch('https://example.org')`, 'no-restricted-globals'],
  ['electron/engine/llama/out.ts', `export const a = () => fetch('https://example.org')`, 'no-restricted-globals'],
  ['electron/core/net-undici.ts', `import 'undici'`, 'no-restricted-imports'],
  ['electron/desktop/net.ts', `import 'node:https'`, 'no-restricted-imports'],
  ['electron/engine/llama/net.ts', `import 'node:net'`, 'no-restricted-imports'],
  ['electron/core/out-a.ts', `export const a = () => fetch('https://example.org')`, 'no-restricted-globals'],
  ['electron/core/out-b.ts', `export const b = new WebSocket('wss://example.org')`, 'no-restricted-globals'],
  ['electron/core/out-c.ts', `export const c = globalThis.fetch`, 'no-restricted-globals'],
  ['renderer/features/out.ts', `export const a = () => fetch('/x')`, 'no-restricted-globals'],
  ['renderer/features/xhr.ts', `export const a = new XMLHttpRequest()`, 'no-restricted-globals'],
  ['renderer/features/sse.ts', `export const a = new EventSource('/x')`, 'no-restricted-globals'],
  ['renderer/features/beacon.ts', `export const a = navigator.sendBeacon('/x')`, 'no-restricted-properties'],
  // one opener of links, no markup from text
  [
    'electron/desktop/open.ts',
    `import { shell } from 'electron'\nvoid shell.openExternal('x:')`,
    'no-restricted-properties',
  ],
  ['renderer/ui/danger.tsx', `export const D = () => <b dangerouslySetInnerHTML={{ __html: '' }} />`, 'no-danger'],
  ['renderer/ui/inner.ts', `document.body.innerHTML = '<b>'`, 'no-restricted-properties'],
  ['renderer/ui/outer.ts', `document.body.outerHTML = '<b>'`, 'no-restricted-properties'],
  ['renderer/ui/insert.ts', `document.body.insertAdjacentHTML('beforeend', '<b>')`, 'no-restricted-properties'],
  ['renderer/ui/write.ts', `document.write('<b>')`, 'no-restricted-properties'],
  ['electron/core/eval.ts', `export const a = eval('1') as unknown`, 'no-eval'],
  ['electron/core/new-func.ts', `export const a = new Function('return 1')`, 'no-new-func'],
  // language
  ['electron/core/any.ts', `export const a = (x: any): boolean => x === 1`, 'no-explicit-any'],
  ['electron/core/parsed.ts', `export const a = (x: string): boolean => JSON.parse(x).ok`, 'no-unsafe-return'],
  ['electron/core/member.ts', `export const a = (x: string): unknown => JSON.parse(x).ok`, 'no-unsafe-member-access'],
  ['electron/core/assigned.ts', `const a = JSON.parse('1')\nexport { a }`, 'no-unsafe-assignment'],
  ['electron/core/called.ts', `export const a = (x: string): void => JSON.parse(x)()`, 'no-unsafe-call'],
  ['electron/core/passed.ts', `export const a = (x: string): number => Math.abs(JSON.parse(x))`, 'no-unsafe-argument'],
  ['electron/core/bang.ts', `export const a = (x?: string): string => x!`, 'no-non-null-assertion'],
  ['electron/core/ignore.ts', `// @ts-ignore\nexport const a: number = 'x'`, 'ban-ts-comment'],
  ['electron/core/default.ts', `export default 1`, 'no-default-export'],
  ['electron/core/typed.ts', `import { Stats } from 'node:fs'\nexport type A = Stats`, 'consistent-type-imports'],
  [
    'electron/core/inline.ts',
    `import { type Stats } from 'node:fs'\nexport type A = Stats`,
    'no-import-type-side-effects',
  ],
  ['electron/core/console.ts', `console.log(1)`, 'no-console'],
  ['electron/core/loose.ts', `export const a = (x: unknown): boolean => x == 1`, 'eqeqeq'],
  ['electron/core/long.ts', 'export {}\n'.repeat(401), 'max-lines'],
  ['electron/core/floating.ts', `const f = async (): Promise<void> => {}\nf()`, 'no-floating-promises'],
  ['electron/core/misused.ts', `export const a = (p: Promise<boolean>): number => (p ? 1 : 2)`, 'no-misused-promises'],
  [
    'electron/core/switch.ts',
    `export function a(x: 'p' | 'q'): number {\n  switch (x) {\n    case 'p':\n      return 1\n  }\n  return 2\n}`,
    'switch-exhaustiveness-check',
  ],
  ['electron/core/bare.ts', `import { join } from 'path'\nexport const a = join`, 'prefer-node-protocol'],
  ['electron/core/cycle-a.ts', `import { b } from './cycle-b.ts'\nexport const a = (): unknown => b`, 'no-cycle'],
  ['electron/core/cycle-b.ts', `import { a } from './cycle-a.ts'\nexport const b = (): unknown => a`, 'no-cycle'],
  [
    'renderer/app/Hook.tsx',
    `import { useState } from 'react'\nexport const a = (x: boolean): unknown => x && useState(1)`,
    'rules-of-hooks',
  ],
  [
    'electron/core/only.test.ts',
    `import { expect, test } from 'vitest'\ntest.only('x', () => expect(1).toBe(1))`,
    'no-focused-tests',
  ],
  [
    'electron/core/skip.test.ts',
    `import { expect, test } from 'vitest'\ntest.skip('x', () => expect(1).toBe(1))`,
    'no-disabled-tests',
  ],
]

/** Where the same thing is allowed. */
const allowed: Record<string, string> = {
  'electron/engine/llama/ok.ts': `import 'node-llama-cpp'\n`,
  'electron/desktop/ok.ts': `import 'electron'\n`,
  'electron/desktop/open-link.ts': `import { shell } from 'electron'\nvoid shell.openExternal('x:')\n`,
  'electron/preload/ok.ts': `import 'electron'\n`,
  'electron/core/ok.ts': `import 'better-sqlite3'\nimport { join } from 'node:path'\nexport const ok = join('a', 'b')\n`,
  'electron/core/ok.test.ts': `import 'node:http'\nimport { test, expect } from 'vitest'\ntest('x', () => expect(1).toBe(1))\n`,
  'electron/engine/gguf/ok.test.ts': `import 'node:fs'\nimport '@huggingface/gguf'\n`,
  'electron/server/ok.ts': `import type { Server } from 'node:http'\nimport { WebSocketServer } from 'ws'\nimport { Hono } from 'hono'\nexport const ok = (server: Server): unknown => [server, new Hono(), new WebSocketServer({ noServer: true })]\n`,
  'electron/contract/ok.ts': `import 'zod'\nimport '@orpc/contract'\n`,
  'renderer/rpc/ok.ts': `export const ok = (): unknown => new WebSocket('ws://127.0.0.1')\n`,
  'bench/ok.ts': `import 'better-sqlite3'\nconsole.log(1)\n`,
  'scripts/ok.mjs': `console.log(1)\n`,
  'e2e/flows/ok.ts': `import type { App } from 'electron'\nexport type Ok = App\n`,
  'some.config.ts': `export default {}\n`,
}

let tree: PlantedTree
const found = new Map<string, string[]>()

beforeAll(() => {
  tree = plantTree({ ...Object.fromEntries(planted.map(([path, content]) => [path, `${content}\n`])), ...allowed })
  const oxlint = join(tree.root, 'node_modules/oxlint/bin/oxlint')
  const run = spawnSync(process.execPath, [oxlint, '-f', 'json'], {
    cwd: tree.root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    timeout: 50_000,
  })
  const report = JSON.parse(run.stdout) as { diagnostics: { code: string; filename: string }[] }
  for (const { code, filename } of report.diagnostics) {
    const path = filename.replaceAll('\\', '/')
    found.set(path, [...(found.get(path) ?? []), /\(([^)]+)\)/.exec(code)?.[1] ?? code])
  }
}, 60_000)
afterAll(() => tree.dispose())

test.each(planted)('lint finds what is wrong in %s', (path, _content, rule) => {
  expect(found.get(path) ?? []).toContain(rule)
})

test.each(Object.keys(allowed))('lint lets %s pass', (path) => {
  expect(found.get(path) ?? []).toEqual([])
})
