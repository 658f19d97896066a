import { expect, test } from 'vitest'
import { createCorpus } from './corpus.ts'
import { makeCase, written } from './make-case.ts'
import { byteMutations } from './mutate-bytes.ts'
import { specMutations } from './mutate-spec.ts'

const corpus = createCorpus()
const cases = Array.from({ length: 1000 }, (_, index) => makeCase(index + 1, corpus))

test('a seed gives the same case each time, and another seed another', () => {
  const first = cases.slice(0, 50)
  const sameCorpus = createCorpus()
  expect(first.map((_, index) => makeCase(index + 1, sameCorpus))).toEqual(first)
  const heads = new Set(cases.map(({ file }) => `${file.size} ${Buffer.from(file.head).toString('base64')}`))
  expect(heads.size).toBeGreaterThan(900)
})

test('every kind of mutation takes part, alone and with others', () => {
  const alone = new Set(cases.flatMap(({ mutations }) => (mutations.length === 1 ? mutations : [])))
  const all = [...Object.keys(specMutations), ...Object.keys(byteMutations)]
  expect([...new Set(cases.flatMap(({ mutations }) => mutations))].toSorted()).toEqual(all.toSorted())
  expect(alone.size).toBeGreaterThan(all.length / 2)
  expect(Math.max(...cases.map(({ mutations }) => mutations.length))).toBeGreaterThan(4)
})

test('hardly a case leaves the header as it was', () => {
  const sound = new Set(corpus.map((spec) => Buffer.from(written(spec).file.head).toString('base64')))
  const same = cases.filter(({ file }) => sound.has(Buffer.from(file.head).toString('base64')))
  // An end in the data, or zeros behind it.
  expect(same.length).toBeLessThan(150)
})
