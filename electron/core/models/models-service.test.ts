import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, expect, test } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import { createFakeEngine } from '../../engine/fake/fake-engine.ts'
import { scannedModels, startCore } from '../test-support/start-core.ts'
import type { StartCoreOptions, StartedCore } from '../test-support/start-core.ts'

let app: StartedCore
afterEach(() => app.dispose())
const start = async (models: StartCoreOptions['models'] = {}) =>
  (app = await startCore({ launcher: createFakeEngine(), models }))
const add = (path: string) => app.rpc.models.addPath({ path, confirmed: true })

test('files in the models folder are listed with what their headers say', async () => {
  await start({ 'tiny.gguf': tinyLlama({ name: 'Tiny', contextLength: 512 }), 'notes.txt': new Uint8Array(4) })
  expect(await scannedModels(app.rpc)).toMatchObject([
    {
      name: 'Tiny',
      source: 'folder',
      architecture: 'llama',
      contextSize: 512,
      quantisation: 'F32',
      problem: null,
      licence: 'apache-2.0',
    },
  ])
})

test('each unusable file says why, and the good one beside it works', async () => {
  const whole = tinyLlama()
  await start({
    'a-text.gguf': new TextEncoder().encode('this is a letter, not a model; it has some length'),
    'b-cut.gguf': whole.subarray(0, whole.length / 2),
    'c-strange.gguf': tinyLlama({ architecture: 'made-up' }),
    'd-vision.gguf': tinyLlama({ architecture: 'clip' }),
    'e-base.gguf': tinyLlama({ template: null }),
    'f-good.gguf': whole,
  })
  const models = (await scannedModels(app.rpc)).toSorted((a, b) => (a.fileName < b.fileName ? -1 : 1))
  expect(models.map((model) => model.problem?.code ?? 'fine')).toEqual([
    'MODEL_NOT_GGUF',
    'MODEL_TRUNCATED',
    'MODEL_UNKNOWN_ARCHITECTURE',
    'MODEL_NOT_TEXT',
    'MODEL_NO_TEMPLATE',
    'fine',
  ])
})

test('an own file is used in place, stays after forgetting it, and keeps its id over a restart', async () => {
  await start()
  const file = join(app.paths.data, 'mine.gguf')
  writeFileSync(file, tinyLlama({ name: 'Mine' }))
  const { id } = await add(file)
  await app.core.dispose()
  const again = await startCore({ launcher: createFakeEngine(), data: app.paths.data })
  expect(await scannedModels(again.rpc)).toMatchObject([{ id, source: 'added', path: file }])
  await again.rpc.models.forget({ model: id })
  expect(await scannedModels(again.rpc)).toEqual([])
  expect(existsSync(file)).toBe(true)
  await again.dispose()
})

test('an added file that is away is listed as missing, not forgotten, and works again when it is back', async () => {
  await start()
  const file = join(app.paths.data, 'mine.gguf')
  writeFileSync(file, tinyLlama())
  await add(file)
  renameSync(file, `${file}.away`)
  await app.rpc.models.rescan()
  expect(await scannedModels(app.rpc)).toMatchObject([{ problem: { code: 'MODEL_FILE_MISSING' } }])
  renameSync(`${file}.away`, file)
  await app.rpc.models.rescan()
  expect(await scannedModels(app.rpc)).toMatchObject([{ problem: null }])
})

test.each([
  ['relative.gguf', 'MODEL_PATH_INVALID'],
  ['/etc/passwd', 'MODEL_PATH_INVALID'],
  ['//server/share/a.gguf', 'MODEL_PATH_INVALID'],
  ['/a\0b.gguf', 'MODEL_PATH_INVALID'],
  ['/nowhere/a.gguf', 'MODEL_FILE_MISSING'],
])('the path %j does not become a model', async (path, code) => {
  await start()
  await expect(add(path)).rejects.toMatchObject({ code })
  expect(await scannedModels(app.rpc)).toEqual([])
})

const onUnix = process.platform !== 'win32'
const unusable: [string, (path: string) => void, string][] = [
  ['a letter', (path) => writeFileSync(path, 'Dear reader, this is a letter and no model at all.'), 'MODEL_NOT_GGUF'],
  ['an empty file', (path) => writeFileSync(path, ''), 'MODEL_NOT_GGUF'],
  ['a cut one', (path) => writeFileSync(path, tinyLlama().subarray(0, 100_000)), 'MODEL_TRUNCATED'],
  ['one without a template', (path) => writeFileSync(path, tinyLlama({ template: null })), 'MODEL_NO_TEMPLATE'],
  ['a folder', (path) => mkdirSync(path), 'MODEL_FILE_UNREADABLE'],
  ...(onUnix
    ? ([
        ['a pipe', (path) => execFileSync('mkfifo', [path]), 'MODEL_FILE_UNREADABLE'],
        ['a link to a device', (path) => symlinkSync('/dev/zero', path), 'MODEL_FILE_UNREADABLE'],
      ] satisfies typeof unusable)
    : []),
]
test.each(unusable)('%s is not added, and the answer says why', async (_, make, code) => {
  await start()
  const file = join(app.paths.data, 'mine.gguf')
  make(file)
  await expect(add(file)).rejects.toMatchObject({ code })
  expect(await scannedModels(app.rpc)).toEqual([])
  await app.core.dispose()
  const again = await startCore({ launcher: createFakeEngine(), data: app.paths.data })
  expect(await scannedModels(again.rpc)).toEqual([])
  await again.dispose()
})

test('an added file that is damaged, or gone, when it is added again says so and stays in the list', async () => {
  await start()
  const file = join(app.paths.data, 'mine.gguf')
  writeFileSync(file, tinyLlama())
  const { id } = await add(file)
  for (const [change, code] of [
    [() => writeFileSync(file, 'no longer a model, but of some length'), 'MODEL_NOT_GGUF'],
    [() => rmSync(file), 'MODEL_FILE_MISSING'],
  ] as const) {
    change()
    await expect(add(file)).rejects.toMatchObject({ code })
    expect(await scannedModels(app.rpc)).toMatchObject([{ id, source: 'added', problem: { code } }])
  }
})

test('a file in the models folder is not forgotten while it lies there, added by hand or not, and keeps its id', async () => {
  const picked = { folder: '' }
  const dialogs = { pickModelFile: () => Promise.resolve(null), pickFolder: () => Promise.resolve(picked.folder) }
  app = await startCore({ launcher: createFakeEngine(), dialogs, models: { 'tiny.gguf': tinyLlama() } })
  const choose = async (folder: string) => {
    picked.folder = folder
    await app.rpc.settings.pickModelsFolder()
    await app.rpc.models.rescan()
  }
  const [model] = await scannedModels(app.rpc)
  if (model === undefined) throw new Error('no model')
  await expect(app.rpc.models.forget({ model: model.id })).rejects.toMatchObject({ code: 'MODEL_IN_FOLDER' })
  await choose(app.paths.backups)
  await add(model.path)
  await choose(app.paths.models)
  await expect(app.rpc.models.forget({ model: model.id })).rejects.toMatchObject({ code: 'MODEL_IN_FOLDER' })
  await app.rpc.models.rescan()
  expect(await scannedModels(app.rpc)).toEqual([model])
  rmSync(model.path)
  await app.rpc.models.rescan()
  expect(await scannedModels(app.rpc)).toEqual([])
})

test('a loaded model can not be forgotten', async () => {
  await start({ 'tiny.gguf': tinyLlama() })
  const [model] = await scannedModels(app.rpc)
  if (model === undefined) throw new Error('no model')
  await app.rpc.engine.load({ model: model.id })
  await expect(app.rpc.models.forget({ model: model.id })).rejects.toMatchObject({ code: 'MODEL_IN_USE' })
})

test('a file that was replaced is read again', async () => {
  await start({ 'tiny.gguf': tinyLlama({ name: 'Old' }) })
  const file = join(app.paths.models, 'tiny.gguf')
  rmSync(file)
  writeFileSync(file, tinyLlama({ name: 'The new one' }))
  await app.rpc.models.rescan()
  expect(await scannedModels(app.rpc)).toMatchObject([{ name: 'The new one' }])
})

test('another context size shows at once what memory the models take with it', async () => {
  await start({ 'tiny.gguf': tinyLlama({ contextLength: 512 }) })
  const memory = async () => (await scannedModels(app.rpc))[0]?.memoryBytes ?? 0
  const auto = await memory()
  await app.rpc.settings.set({ contextSize: 4096 })
  // Two layers with two heads of keys and values, 16 numbers each, at two bytes.
  expect((await memory()) - auto).toBe(2 * 2 * (16 + 16) * 2 * (4096 - 512))
  await app.rpc.settings.reset({ keys: ['contextSize'] })
  expect(await memory()).toBe(auto)
})

const oldFacts = { name: 'Old', architecture: 'llama', contextLength: 512, kvBytesPerToken: 256, embeddingLength: 64 }
test.each([
  ['by an older version', JSON.stringify({ facts: oldFacts, problem: null })],
  ['and damaged since', '{"version":'],
  ['as something else', '7'],
  ['and lost', null],
])('what was stored of a header %s is read anew, under the same id', async (_, facts) => {
  await start({ 'lies.gguf': tinyLlama() })
  const file = join(app.paths.data, 'mine.gguf')
  writeFileSync(file, tinyLlama({ name: 'Mine' }))
  const { id } = await add(file)
  const before = await scannedModels(app.rpc)
  const { data, database } = app.paths
  const restart = async () => {
    await app.core.dispose()
    const db = new Database(database)
    db.prepare('UPDATE model SET facts = ?').run(facts)
    db.close()
    app = await startCore({ launcher: createFakeEngine(), data })
    return scannedModels(app.rpc)
  }
  expect(before.map((model) => model.memoryBytes)).toEqual([expect.any(Number), expect.any(Number)])
  expect(await restart()).toEqual(before)
  await app.rpc.models.forget({ model: id })
  expect(await restart()).toEqual(before.filter((model) => model.id !== id))
})
