import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import type { ModelsEvent } from '../../contract/models.ts'
import { createFakeClock } from '../fake-clock.ts'
import type { FakeClock } from '../fake-clock.ts'
import { silentLog } from '../log.ts'
import type { HeaderReader } from './header-reader.ts'
import { createModelsService } from './models-service.ts'
import type { ModelsService } from './models-service.ts'
import type { ModelRecord, ModelsStore } from './models-store.ts'

/** Two busy cores may take their time to tell of a file. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000 })

/** Reads every header at once, but for files that are held: those take until the test lets them go. */
function gatedHeaders() {
  const unread = new Set<string>()
  const held = new Set<string>()
  const waiting = new Map<string, () => void>()
  const headers: HeaderReader = {
    look: (file) =>
      new Promise((resolve) => {
        const read = () =>
          resolve(
            unread.has(file)
              ? { kind: 'unread', why: 'too-slow' }
              : { kind: 'read', look: { facts: null, problem: null } },
          )
        if (held.has(file)) waiting.set(file, read)
        else read()
      }),
    dispose: () => undefined,
  }
  return {
    headers,
    /** Reading this file fails from now on, or no longer. */
    fail: (file: string, fails: boolean) => void (fails ? unread.add(file) : unread.delete(file)),
    hold: (file: string) => void held.add(file),
    /** Resolves once the header of this file is asked for. */
    asked: (file: string) => eventually(() => expect([...waiting.keys()]).toContain(file)),
    letGo() {
      held.clear()
      for (const read of waiting.values()) read()
    },
  }
}

function memoryStore(): ModelsStore {
  const rows = new Map<string, ModelRecord>()
  const of = (id: string) => [...rows.values()].find((row) => row.id === id)
  return {
    all: () => [...rows.values()],
    // As the table has it: the id of a known path does not change.
    save: (record) => void rows.set(record.path, { ...record, id: rows.get(record.path)?.id ?? record.id }),
    markUsed(id, at) {
      const row = of(id)
      if (row) rows.set(row.path, { ...row, lastUsedAt: at })
    },
    remove: (id) => void rows.delete(of(id)?.path ?? ''),
    removeAll: () => rows.clear(),
  }
}

const services: ModelsService[] = []
afterEach(() => {
  for (const service of services.splice(0)) service.dispose()
})

function start() {
  const root = mkdtempSync(join(tmpdir(), 'ingle-models-'))
  const at = (...names: string[]) => join(root, ...names)
  const put = (...names: string[]) => {
    writeFileSync(at(...names), 'x')
    return at(...names)
  }
  for (const folder of ['a', 'b', 'app']) mkdirSync(at(folder))
  const store = memoryStore()
  const clock: FakeClock = createFakeClock()
  const gate = gatedHeaders()
  let folder = at('a')
  const open = () => {
    const service = createModelsService({
      store,
      headers: gate.headers,
      starterFile: put('app', 'starter.gguf'),
      folder: () => folder,
      contextTokens: () => 'auto',
      clock,
      log: silentLog,
    })
    services.push(service)
    return service
  }
  return { at, put, store, clock, gate, open, models: open(), choose: (name: string) => void (folder = at(name)) }
}
const names = ({ models }: ModelsEvent) => models.map(({ fileName }) => fileName).toSorted()

test('everything erased during a scan: the list ends with what is there, the starter model too', async () => {
  const { put, gate, models, store } = start()
  const file = put('a', 'one.gguf')
  await models.rescan()
  gate.hold(file)
  writeFileSync(file, 'changed')
  const scan = models.rescan()
  await gate.asked(file)
  const erased = models.forgetAll()
  expect(models.topic.get().models).toEqual([])
  gate.letGo()
  await Promise.all([scan, erased])
  expect(names(models.topic.get())).toEqual(['one.gguf', 'starter.gguf'])
  expect(models.topic.get().scanning).toBe(false)
  expect(store.all()).toHaveLength(2)
})

test('a folder chosen during the scan of another is the one that is listed, and followed', async () => {
  const { put, gate, models, choose, at, clock } = start()
  const old = put('a', 'old.gguf')
  put('b', 'new.gguf')
  gate.hold(old)
  const first = models.rescan()
  await gate.asked(old)
  choose('b')
  const second = models.rescan()
  expect(models.topic.get().folder).toBe(at('b'))
  gate.letGo()
  await Promise.all([first, second])
  expect(models.topic.get()).toMatchObject({ folder: at('b'), scanning: false })
  expect(names(models.topic.get())).toEqual(['new.gguf', 'starter.gguf'])
  put('b', 'later.gguf')
  await eventually(() => expect(clock.pending()).toBe(1))
  await clock.advanceAsync(1000)
  await eventually(() => expect(names(models.topic.get())).toContain('later.gguf'))
})

test('a file that arrives while others are read is found without being asked for', async () => {
  const { put, gate, models, clock } = start()
  const first = put('a', 'first.gguf')
  gate.hold(first)
  void models.rescan()
  await gate.asked(first)
  put('a', 'second.gguf')
  await eventually(() => expect(clock.pending()).toBe(1))
  await clock.advanceAsync(1000)
  expect(names(models.topic.get())).not.toContain('second.gguf')
  gate.letGo()
  await eventually(() => expect(names(models.topic.get())).toContain('second.gguf'))
})

test('whoever asks during a scan waits for one that sees what is there now', async () => {
  const { put, gate, models } = start()
  const first = put('a', 'first.gguf')
  gate.hold(first)
  void models.rescan()
  await gate.asked(first)
  put('a', 'second.gguf')
  const asked = models.rescan()
  gate.letGo()
  await asked
  expect(names(models.topic.get())).toEqual(['first.gguf', 'second.gguf', 'starter.gguf'])
})

test('what is done to a model while its file is read stays done', async () => {
  const { put, gate, models, at } = start()
  const [used, forgotten, later] = [
    await models.add(put('used.gguf')),
    await models.add(put('forgotten.gguf')),
    put('later.gguf'),
  ]
  const unread = await models.add(later)
  gate.hold(at('used.gguf'))
  gate.hold(at('forgotten.gguf'))
  for (const name of ['used.gguf', 'forgotten.gguf']) writeFileSync(at(name), 'changed')
  const scan = models.rescan()
  await gate.asked(at('used.gguf'))
  models.markUsed(used)
  await models.forget(unread)
  const second = models.resolve(forgotten).catch(() => 'gone')
  await models.forget(forgotten)
  gate.letGo()
  await scan
  expect(await second).toBe('gone')
  expect(names(models.topic.get())).toEqual(['starter.gguf', 'used.gguf'])
  expect(models.topic.get().models.find(({ id }) => id === used)?.lastUsedAt).not.toBeNull()
})

test('a file that is being added when everything is erased is not added', async () => {
  const { put, gate, models, store } = start()
  const file = put('mine.gguf')
  gate.hold(file)
  const adding = models.add(file)
  await gate.asked(file)
  const erased = models.forgetAll()
  gate.letGo()
  await expect(adding).rejects.toMatchObject({ code: 'MODEL_FILE_MISSING' })
  await erased
  expect(store.all().map(({ path }) => path)).not.toContain(file)
})

test('a folder that is left and chosen again has its models under the same ids, after a restart too', async () => {
  const { put, models, choose, open } = start()
  put('a', 'one.gguf')
  await models.rescan()
  const idOf = (from: ModelsService) => from.topic.get().models.find(({ fileName }) => fileName === 'one.gguf')?.id
  const before = idOf(models)
  choose('b')
  await models.rescan()
  expect(idOf(models)).toBeUndefined()
  choose('a')
  await models.rescan()
  const again = open()
  await again.rescan()
  expect([before, idOf(models), idOf(again)]).toEqual([before, before, before])
  expect(before).toBeDefined()
})

test('a file of a folder that is no longer chosen can be added, and then it stays', async () => {
  const { put, models, choose } = start()
  const file = put('a', 'one.gguf')
  await models.rescan()
  choose('b')
  await models.rescan()
  await models.add(file)
  await models.rescan()
  expect(names(models.topic.get())).toEqual(['one.gguf', 'starter.gguf'])
})

test('a file of a folder that is no longer chosen, added and forgotten again, stays away after a restart', async () => {
  const { put, models, choose, open, store } = start()
  const file = put('a', 'one.gguf')
  await models.rescan()
  choose('b')
  await models.rescan()
  await models.forget(await models.add(file))
  const again = open()
  await again.rescan()
  for (const service of [models, again]) expect(names(service.topic.get())).toEqual(['starter.gguf'])
  expect(store.all().map(({ path }) => path)).not.toContain(file)
})

test('the starter model can not be forgotten', async () => {
  const { models } = start()
  await models.rescan()
  const [starter] = models.topic.get().models
  if (starter === undefined) throw new Error('no starter')
  await expect(models.forget(starter.id)).rejects.toMatchObject({ code: 'MODEL_BUILT_IN' })
  expect(names(models.topic.get())).toEqual(['starter.gguf'])
})

test('closing during a scan leaves no trace of the file that was being read', async () => {
  const { put, gate, models, store } = start()
  const file = put('a', 'one.gguf')
  gate.hold(file)
  const scan = models.rescan()
  await gate.asked(file)
  models.dispose()
  gate.letGo()
  await scan
  await models.rescan()
  expect(store.all().map(({ path }) => path)).not.toContain(file)
})

test('a folder that was removed and made anew is followed again', async () => {
  const { put, models, at, clock } = start()
  await models.rescan()
  renameSync(at('a'), at('away'))
  await models.rescan()
  mkdirSync(at('a'))
  await models.rescan()
  await eventually(() => expect(clock.pending()).toBeLessThanOrEqual(1))
  await clock.advanceAsync(1000)
  put('a', 'one.gguf')
  await eventually(() => expect(clock.pending()).toBe(1))
  await clock.advanceAsync(1000)
  await eventually(() => expect(names(models.topic.get())).toContain('one.gguf'))
  rmSync(at('away'), { recursive: true })
})

test('a header that could not be read is no finding about its file: it is read again at the next look', async () => {
  const { put, gate, models } = start()
  const file = put('a', 'one.gguf')
  gate.fail(file, true)
  await models.rescan()
  const one = () => models.topic.get().models.find(({ fileName }) => fileName === 'one.gguf')
  expect(one()?.problem).toMatchObject({ code: 'MODEL_DAMAGED' })
  gate.fail(file, false)
  await models.rescan()
  expect(one()?.problem).toBeNull()
})
