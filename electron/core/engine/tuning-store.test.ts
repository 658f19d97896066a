import { expect, test } from 'vitest'
import { ModelId } from '../../contract/ids.ts'
import { readAppState, writeAppState } from '../db/app-state.ts'
import { openTestDatabase, tempPaths } from '../db/test-support/test-data.ts'
import { createFakeClock } from '../fake-clock.ts'
import { createTuningStore } from './tuning-store.ts'

const model = (n: number) => ModelId.parse(`00000000-0000-7000-8000-${String(n).padStart(12, '0')}`)
const found = { threads: 3, readTokensPerSecond: 120.5 }
const nothing = { threads: null, readTokensPerSecond: null }

function open(machine = 'Ryzen, 8') {
  const { db } = openTestDatabase({ paths: tempPaths() })
  const clock = createFakeClock()
  return {
    db,
    store: createTuningStore(db, machine, clock),
    again: (other = machine) => createTuningStore(db, other, clock),
  }
}

test('what was found out about a model is known after a restart', () => {
  const { store, again } = open()
  expect(store.get(model(1))).toEqual(nothing)
  store.set(model(1), found)
  expect(store.get(model(1))).toEqual(found)
  expect(again().get(model(1))).toEqual(found)
})

test('what was found out on another machine counts for nothing', () => {
  const { store, again } = open()
  store.set(model(1), found)
  expect(again('Ryzen, 4').get(model(1))).toEqual(nothing)
})

test('damage is no obstacle: it is found out anew', () => {
  const { db, again } = open()
  for (const damaged of ['{', '[]', '{"machine":"Ryzen, 8","models":[["x",{"threads":-1,"readTokensPerSecond":1}]]}']) {
    writeAppState(db, 'tuned', damaged, 0)
    expect(again().get(model(1))).toEqual(nothing)
  }
})

test('it grows no further than 200 models, and those that were measured last are kept', () => {
  const { db, store, again } = open()
  for (let n = 0; n < 300; n++) store.set(model(n), found)
  expect(JSON.parse(readAppState(db, 'tuned') ?? '').models).toHaveLength(200)
  expect(again().get(model(99))).toEqual(nothing)
  expect(again().get(model(299))).toEqual(found)
})

test('nothing of it is left when all data is deleted', () => {
  const { db, store } = open()
  store.set(model(1), found)
  store.clear()
  expect(store.get(model(1))).toEqual(nothing)
  expect(readAppState(db, 'tuned')).toBeNull()
})
