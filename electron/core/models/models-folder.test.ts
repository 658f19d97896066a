import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import { createFakeEngine } from '../../engine/fake/fake-engine.ts'
import { modelsArgument } from '../models-argument.ts'
import { scannedModels, startCore } from '../test-support/start-core.ts'
import type { StartedCore } from '../test-support/start-core.ts'

let root: string
let picked: string
let app: StartedCore | null = null
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ingle-folder-'))
  for (const name of ['stored', 'named', 'other']) {
    mkdirSync(join(root, name))
    writeFileSync(join(root, name, `${name}.gguf`), tinyLlama({ name }))
  }
})
afterEach(async () => {
  await app?.dispose()
  app = null
})

async function start(modelsFolder?: string): Promise<StartedCore> {
  await app?.dispose()
  const dialogs = { pickModelFile: () => Promise.resolve(null), pickFolder: () => Promise.resolve(picked) }
  const named = modelsFolder === undefined ? {} : { modelsFolder }
  app = await startCore({ launcher: createFakeEngine(), data: join(root, 'data'), dialogs, ...named })
  return app
}
async function folderAndModels({ rpc }: StartedCore) {
  for await (const host of await rpc.system.host())
    return { folder: host.modelsFolder, models: (await scannedModels(rpc)).map(({ name }) => name) }
  throw new Error('no host')
}

test('the folder that the start command names counts before the stored one, until another is chosen', async () => {
  const first = await start()
  picked = join(root, 'stored')
  await first.rpc.settings.pickModelsFolder()
  expect(await folderAndModels(first)).toEqual({ folder: join(root, 'stored'), models: ['stored'] })

  const second = await start(join(root, 'named'))
  const named = { folder: join(root, 'named'), models: ['named'] }
  expect(await folderAndModels(second)).toEqual(named)
  await second.rpc.settings.reset({ keys: ['modelsFolder'] })
  expect(await folderAndModels(second)).toEqual(named)
  picked = join(root, 'other')
  await second.rpc.settings.pickModelsFolder()
  expect(await folderAndModels(second)).toEqual({ folder: join(root, 'other'), models: ['other'] })
})

test('a folder in the settings that is not there is an empty list, and is not made', async () => {
  picked = join(root, 'gone')
  await (await start()).rpc.settings.pickModelsFolder()
  expect(await folderAndModels(await start())).toEqual({ folder: picked, models: [] })
  expect(existsSync(picked)).toBe(false)
})

test('a name that is no folder is refused in one line', () => {
  const file = join(root, 'named', 'named.gguf')
  expect(() => modelsArgument(join(root, 'no'))).toThrow(`there is no folder ${join(root, 'no')}`)
  expect(() => modelsArgument(file)).toThrow(`${file} is not a folder`)
  expect(() => modelsArgument('')).toThrow('wants a folder')
  expect(modelsArgument(join(root, 'named', '..', 'named'))).toBe(join(root, 'named'))
})
