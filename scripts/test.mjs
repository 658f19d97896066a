// npm test: everything, in the order in which it is cheapest to fail.
// Usage: node scripts/test.mjs [--parts a,b] [--long]
import { spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bootstrapOrExit, root } from './bootstrap.mjs'
import { findElectron } from './electron-binary.mjs'
import { nodeEnv } from './node-24.mjs'
import { runQuietly, seconds } from './progress.mjs'
import { desktopObstacle } from './start.mjs'
import { getBrowser } from './test-browser.mjs'
import { countByStatus, playwrightRecords, summary, vitestRecords } from './test-records.mjs'

/** @typedef {import('./test-records.mjs').TestRecord} TestRecord */

const results = join(root, 'test-results')
const modules = join(root, 'node_modules')
const tools = {
  tsc: join(modules, 'typescript', 'bin', 'tsc'),
  oxlint: join(modules, 'oxlint', 'bin', 'oxlint'),
  oxfmt: join(modules, 'oxfmt', 'bin', 'oxfmt'),
  vitest: join(modules, 'vitest', 'vitest.mjs'),
  playwright: join(modules, '@playwright', 'test', 'cli.js'),
}

const { node } = await bootstrapOrExit()
const env = nodeEnv(root, { CI: process.env['CI'] ?? 'true' })

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [extra]
 * @returns {Promise<number>}
 */
function runLoud(args, extra = {}) {
  return new Promise((resolve) => {
    const child = spawn(node, args, { cwd: root, env: { ...env, ...extra }, stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', () => resolve(127))
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/**
 * A check that a tool passes or fails as a whole.
 * @param {string} name
 * @param {string[]} args
 * @returns {() => Promise<TestRecord[]>}
 */
const checkedBy = (name, args) => async () => {
  const started = performance.now()
  const { code, output } = await runQuietly(node, args, { cwd: root, env })
  if (code !== 0) console.log(output.trim())
  return [record(name, code === 0, performance.now() - started)]
}

/**
 * One of our own checks, which reports problems by name.
 * @param {string} script
 * @returns {() => Promise<TestRecord[]>}
 */
const checkedByScript = (script) => async () => {
  const file = join(root, 'scripts', script)
  const { output } = await runQuietly(node, [file, '--json'], { cwd: root, env })
  if (!output.startsWith('{')) {
    console.log(output.trim())
    return [record(`${script} runs`, false, 0)]
  }
  /** @type {Record<string, string[]>} */
  const problems = JSON.parse(output)
  for (const problem of Object.values(problems).flat()) console.log(problem)
  return Object.entries(problems).map(([name, found]) => record(name, found.length === 0, 0))
}

/**
 * @param {string} name
 * @param {boolean} passed
 * @param {number} ms
 * @returns {TestRecord}
 */
const record = (name, passed, ms) => ({
  part: 'checks',
  name,
  file: '',
  status: passed ? 'passed' : 'failed',
  ms: Math.round(ms),
})

/**
 * @param {string} project
 * @returns {() => Promise<TestRecord[]>}
 */
const vitest = (project) => async () => {
  const report = join(results, `${project}.json`)
  const code = await runLoud([tools.vitest, 'run', '--project', project, '--passWithNoTests'], {
    INGLE_TEST_JSON: report,
    ...(project === 'long' && { INGLE_TEST_LONG: '1' }),
  })
  return vitestRecords(root, project, report, code)
}

/** @returns {Promise<TestRecord[]>} */
async function e2e() {
  const browser = await getBrowser({ root, node })
  if ('missing' in browser) {
    console.log(`The end-to-end tests cannot run: ${browser.missing}.`)
    return [record(`e2e: ${browser.missing}`, false, 0)]
  }
  const records = []
  const obstacle = desktopObstacle() ?? (findElectron(root) ? undefined : "Electron's binary is not here")
  for (const project of ['web', 'desktop']) {
    const report = join(results, `e2e-${project}.json`)
    const skipped = project === 'desktop' && obstacle !== undefined
    const args = [tools.playwright, 'test', '--project', project, '--pass-with-no-tests']
    const extra = { ...browser.env, INGLE_TEST_JSON: report }
    if (skipped) {
      console.log(`Desktop end-to-end tests are skipped: ${obstacle}.`)
      await runQuietly(node, [...args, '--list'], { cwd: root, env: { ...env, ...extra } })
      records.push(...playwrightRecords('e2e', report, 0, { notRun: true }))
    } else {
      records.push(...playwrightRecords('e2e', report, await runLoud(args, extra)))
    }
  }
  return records
}

/** @type {Record<string, () => Promise<TestRecord[]>>} */
const parts = {
  lock: checkedByScript('check-lock.mjs'),
  tree: checkedByScript('check-tree.mjs'),
  types: checkedBy('types', [tools.tsc, '-b']),
  lint: checkedBy('lint', [tools.oxlint]),
  format: checkedBy('format', [tools.oxfmt, '--check']),
  unit: vitest('unit'),
  page: vitest('page'),
  integration: vitest('integration'),
  e2e,
  long: vitest('long'),
}

/** @param {string[]} argv */
function wantedParts(argv) {
  if (argv.includes('--long')) return ['long']
  const at = argv.indexOf('--parts')
  if (at >= 0) return (argv[at + 1] ?? '').split(',')
  return Object.keys(parts).filter((name) => name !== 'long')
}

rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })
/** @type {TestRecord[]} */
const all = []
/** @type {string[]} */
const times = []
for (const name of wantedParts(process.argv.slice(2))) {
  const part = parts[name]
  if (!part) throw new Error(`no part is called ${name}; there are ${Object.keys(parts).join(', ')}`)
  const started = performance.now()
  const records = await part()
  all.push(...records)
  const line = `${name.padEnd(12)} ${seconds(started).padStart(8)}   ${summary(records)}`
  times.push(line)
  console.log(line)
  writeFileSync(join(results, 'tests.json'), `${JSON.stringify(all, null, 1)}\n`)
}

const failed = all.filter(({ status }) => status === 'failed')
console.log(`\n${times.join('\n')}`)
if (failed.length > 0) console.log(`\nFailed:\n${failed.map(({ file, name }) => `  ${file} ${name}`).join('\n')}`)
console.log(`\n${summary(all)}`)
process.exitCode = countByStatus(all).failed > 0 || all.length === 0 ? 1 : 0
