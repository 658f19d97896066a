import { beforeAll, expect, test } from 'vitest'
import { byteMutations } from './mutate-bytes.ts'
import { specMutations } from './mutate-spec.ts'
import { allFindings, lineOf } from './fuzz-report.ts'
import type { FuzzReport } from './fuzz-report.ts'
import { largestHeaders } from './largest-headers.ts'
import { runFuzz } from './run-fuzz.ts'

/** About half a minute on two cores; `npm run fuzz:gguf` tries 20,000. */
const share = 12_000

let report: FuzzReport
beforeAll(async () => {
  report = await runFuzz({ from: 1, count: share })
}, 600_000)

test('no mutated header makes the reader throw without a code, believe a range outside the file, take 64 MiB or a second', () => {
  expect(report.tried).toBe(share)
  expect(allFindings(report)).toEqual([])
})

test('neither does a header as large as the limits allow', () => {
  expect(report.largest.map(({ name }) => name)).toEqual(largestHeaders.map(({ name }) => name))
  expect(report.largest.filter(({ verdict }) => verdict.kind === 'finding')).toEqual([])
})

test('the mutations get everywhere: every kind of them was tried, most reasons for a refusal were met, and many were read', () => {
  expect(report.mutations.size).toBe(Object.keys(specMutations).length + Object.keys(byteMutations).length)
  expect(report.outcomes.size).toBeGreaterThan(24)
  expect(report.outcomes.get('usable')).toBeGreaterThan(share / 20)
  expect(lineOf(report)).toContain(`"headers":${share}`)
})
