// One record a test, whoever ran it.
import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, relative } from 'node:path'

/**
 * @typedef {object} TestRecord
 * @property {string} part
 * @property {string} name
 * @property {string} file
 * @property {'passed' | 'failed' | 'skipped'} status
 * @property {number} ms
 */

/**
 * @typedef {object} VitestReport
 * @property {{ name: string, status: string, message?: string, startTime?: number, endTime?: number, assertionResults: {
 *   fullName: string, status: string, duration?: number | null }[] }[]} testResults
 */

/**
 * @typedef {object} PlaywrightSuite
 * @property {string} title
 * @property {PlaywrightSuite[]} [suites]
 * @property {{ title: string, file: string, tests: { projectName: string, status: string, results: { duration: number }[] }[] }[]} [specs]
 */

/**
 * @param {string} file
 * @returns {unknown}
 */
function readReport(file) {
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * @param {string} root
 * @param {string} file
 */
const fromRoot = (root, file) => (isAbsolute(file) ? relative(root, file) : file).replaceAll('\\', '/')

/**
 * A runner that ends badly without a failed test (an unhandled error, a crash, no report) is a failure of its own.
 * @param {string} part
 * @param {TestRecord[]} records
 * @param {number} code
 * @returns {TestRecord[]}
 */
function withExitCode(part, records, code) {
  if (code === 0 || records.some(({ status }) => status === 'failed')) return records
  return [...records, { part, name: `${part} ended with ${code}`, file: '', status: 'failed', ms: 0 }]
}

/**
 * @param {string} root
 * @param {string} part
 * @param {string} file
 * @param {number} code
 * @returns {TestRecord[]}
 */
export function vitestRecords(root, part, file, code) {
  const report = /** @type {VitestReport | undefined} */ (readReport(file))
  const records = (report?.testResults ?? []).flatMap(({ name, status, assertionResults }) => {
    const path = fromRoot(root, name)
    /** @type {TestRecord[]} */
    const tests = assertionResults.map((test) => ({
      part,
      name: test.fullName.trim(),
      file: path,
      status: test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped',
      ms: Math.round(test.duration ?? 0),
    }))
    // A file that does not load, or whose set-up throws, has no failed test to show for it.
    if (status === 'failed' && !tests.some((test) => test.status === 'failed')) {
      tests.push({ part, name: `${path} loads`, file: path, status: 'failed', ms: 0 })
    }
    return tests
  })
  return withExitCode(part, records, code)
}

/**
 * @param {PlaywrightSuite} suite
 * @param {string[]} titles
 * @returns {{ name: string, file: string, status: string, ms: number }[]}
 */
function specsOf(suite, titles) {
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => ({
      name: [...titles, spec.title, `[${test.projectName}]`].join(' '),
      file: `e2e/${spec.file}`.replace(/^e2e\/e2e\//, 'e2e/'),
      status: test.status,
      ms: test.results.reduce((sum, { duration }) => sum + duration, 0),
    })),
  )
  const nested = (suite.suites ?? []).flatMap((each) => specsOf(each, [...titles, each.title]))
  return [...own, ...nested]
}

/**
 * @param {string} part
 * @param {string} file
 * @param {number} code
 * @param {{ notRun?: boolean }} [options] `notRun`: the report only lists the tests
 * @returns {TestRecord[]}
 */
export function playwrightRecords(part, file, code, { notRun = false } = {}) {
  const report = /** @type {{ suites?: PlaywrightSuite[] } | undefined} */ (readReport(file))
  const records = (report?.suites ?? [])
    .flatMap((suite) => specsOf(suite, []))
    .map(({ status, ...test }) => {
      /** @type {TestRecord['status']} */
      const outcome = notRun || status === 'skipped' ? 'skipped' : status === 'expected' ? 'passed' : 'failed'
      return { part, ...test, status: outcome }
    })
  return withExitCode(part, records, code)
}

/**
 * @param {TestRecord[]} records
 * @returns {Record<TestRecord['status'], number>}
 */
export function countByStatus(records) {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const { status } of records) counts[status] += 1
  return counts
}

/** @param {TestRecord[]} records */
export function summary(records) {
  const { passed, failed, skipped } = countByStatus(records)
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}
