import { getCurrentFuseWire, type FuseV1Options } from '@electron/fuses'
import { spawnSync } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fuses } from './package-checks.mjs'
import { listArchive, listFolder, packageProblems } from './package-contents.mjs'

const root = join(import.meta.dirname, '..')
const output = mkdtempSync(join(tmpdir(), 'ingle-package-'))
const app = join(output, 'linux-unpacked')
const resources = join(app, 'resources')
const arch = process.arch === 'arm64' ? 'arm64' : 'x64'

// A directory for Linux can be made anywhere, but a stand-in for Electron only there.
describe.runIf(process.platform === 'linux')('npm run package -- --dir', () => {
  let said = ''
  let files: string[] = []

  const beside = () => listFolder(resources).filter((file) => !file.startsWith('app.asar.unpacked/'))

  beforeAll(() => {
    const { INGLE_ENGINE: _, ...env } = process.env
    const run = spawnSync(process.execPath, ['scripts/package.mjs', '--dir', '--output', output], {
      cwd: root,
      encoding: 'utf8',
      env,
    })
    said = `${run.stdout}${run.stderr}`
    if (run.status !== 0) throw new Error(said)
    files = listArchive(join(resources, 'app.asar')).map(({ path }) => path)
  }, 600_000)
  afterAll(() => rmSync(output, { recursive: true, force: true }))

  test('says loudly when the result cannot run', () => {
    const isStandIn = statSync(join(app, 'ingle')).size < 10_000
    expect(said.includes('IT CANNOT RUN')).toBe(isStandIn)
  })

  test('lays out only what belongs in the app', () => {
    const own = files.filter((file) => !file.startsWith('node_modules/'))
    const folders = new Set(own.map((file) => file.split('/').slice(0, 2).join('/')))
    expect(folders).toEqual(new Set(['out/main', 'out/preload', 'out/renderer', 'package.json']))
    expect(packageProblems(files, beside(), { os: 'linux', arch })).toEqual([])
  })

  test('puts model and licences beside the archive, and nothing of how the model was made', () => {
    expect(new Set(beside())).toEqual(
      new Set(['LICENSE.ingle.txt', 'app.asar', 'licences.json', 'starter-model/ingle-starter.gguf']),
    )
    const licences = listFolder(app).filter((file) => file.startsWith('LICENSE'))
    expect(new Set(licences)).toEqual(new Set(['LICENSE.electron.txt', 'LICENSES.chromium.html']))
  })

  test('has every binary outside the archive, where the system can load it', () => {
    const isBinary = /\.(node|so|dll|dylib)(\.\d+)*$/
    const binaries = listArchive(join(resources, 'app.asar')).filter(({ path }) => isBinary.test(path))
    expect(binaries.length).toBeGreaterThan(10)
    expect(binaries.filter(({ unpacked }) => !unpacked)).toEqual([])
  })

  test('E2 has the fuses set', async () => {
    const wire = await getCurrentFuseWire(join(app, 'ingle'))
    const set = Object.entries(fuses).filter(([name]) => /^\d+$/.test(name))
    expect(set.length).toBeGreaterThan(8)
    expect(set.map(([fuse]) => [fuse, wire[Number(fuse) as FuseV1Options]])).toEqual(
      set.map(([fuse, on]) => [fuse, (on === true ? '1' : '0').charCodeAt(0)]),
    )
  })

  test('leaves enough of its packages for database and engine to load', () => {
    const tree = join(output, 'tree')
    unpack(join(resources, 'app.asar'), tree)
    const script = join(tree, 'try.mjs')
    writeFileSync(
      script,
      `import Database from 'better-sqlite3'
       import { getLlama } from 'node-llama-cpp'
       const llama = await getLlama({ build: 'never', skipDownload: true, gpu: false, maxThreads: 1, progressLogs: false })
       const grammar = await llama.getGrammarFor('json')
       console.log(JSON.stringify([new Database(':memory:').prepare('SELECT 1').pluck().get(), llama.gpu, grammar !== undefined]))
       await llama.dispose()`,
    )
    const run = spawnSync(process.execPath, [script], { encoding: 'utf8', cwd: tree })
    expect(run.stderr).not.toContain('ERR_MODULE_NOT_FOUND')
    expect(run.stdout.trim().split('\n').at(-1)).toBe('[1,false,true]')
  })
})

/** The archive as plain Node can read it; unpacked files are linked to where they lie. */
function unpack(archive: string, to: string): void {
  const source = openSync(archive, 'r')
  for (const { path, size, unpacked, offset } of listArchive(archive)) {
    const target = join(to, path)
    mkdirSync(dirname(target), { recursive: true })
    if (unpacked) {
      symlinkSync(join(`${archive}.unpacked`, path), target)
      continue
    }
    const bytes = Buffer.alloc(size)
    readSync(source, bytes, 0, size, offset)
    writeFileSync(target, bytes)
  }
  closeSync(source)
}
