import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { playwrightRecords, summary, vitestRecords } from './test-records.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ingle-records-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function report(content: unknown): string {
  const file = join(folder, 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}

const statuses = ['passed', 'failed', 'skipped', 'pending', 'todo']

test('every vitest status is one of three', () => {
  const assertionResults = statuses.map((status) => ({ fullName: `it ${status}`, status, duration: 1.4 }))
  const records = vitestRecords(
    folder,
    'unit',
    report({ testResults: [{ name: join(folder, 'a/b.test.ts'), status: 'failed', assertionResults }] }),
    1,
  )
  expect(summary(records)).toBe('1 passed, 1 failed, 3 skipped')
  expect(records[0]).toEqual({ part: 'unit', name: 'it passed', file: 'a/b.test.ts', status: 'passed', ms: 1 })
})

test('a file whose set-up fails is a failure', () => {
  const assertionResults = [{ fullName: 'it', status: 'skipped', duration: null }]
  const file = report({ testResults: [{ name: join(folder, 'a.test.ts'), status: 'failed', assertionResults }] })
  expect(summary(vitestRecords(folder, 'unit', file, 1))).toBe('0 passed, 1 failed, 1 skipped')
})

test('a runner that ends badly without a failed test, or without a report, is a failure', () => {
  expect(summary(vitestRecords(folder, 'unit', report({ testResults: [] }), 1))).toBe('0 passed, 1 failed, 0 skipped')
  expect(summary(vitestRecords(folder, 'unit', join(folder, 'none.json'), 1))).toBe('0 passed, 1 failed, 0 skipped')
  expect(summary(playwrightRecords('e2e', join(folder, 'none.json'), 1))).toBe('0 passed, 1 failed, 0 skipped')
})

const spec = (title: string, status: string) => ({
  title,
  file: 'flows/a.spec.ts',
  tests: [{ projectName: 'web', status, results: [{ duration: 20 }, { duration: 5 }] }],
})

test('playwright: nested suites, and flaky is failed', () => {
  const specs = [spec('one', 'expected'), spec('two', 'unexpected'), spec('three', 'flaky'), spec('four', 'skipped')]
  const file = report({ suites: [{ title: 'flows/a.spec.ts', suites: [{ title: 'group', specs }] }] })
  const records = playwrightRecords('e2e', file, 1)
  expect(summary(records)).toBe('1 passed, 2 failed, 1 skipped')
  expect(records[0]).toMatchObject({ name: 'group one [web]', file: 'e2e/flows/a.spec.ts', ms: 25 })
  expect(summary(playwrightRecords('e2e', file, 0, { notRun: true }))).toBe('0 passed, 0 failed, 4 skipped')
})
