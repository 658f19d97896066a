// Builds the parts whose sources changed since the last build. Usage: node scripts/build.mjs [--all]
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { findNode24, nodeEnv } from './node-24.mjs'
import { runQuietly, showProgress } from './progress.mjs'

const tools = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'scripts/collect-licences.mjs']

/** What each part is made of, and what must be there afterwards when its entry exists. */
export const parts = {
  main: { sources: ['electron', 'resources'], entry: 'electron/server/main.ts', output: 'out/main/server.js' },
  preload: {
    sources: ['electron/preload', 'electron/contract'],
    entry: 'electron/preload/preload.ts',
    output: 'out/preload/preload.cjs',
  },
  renderer: {
    sources: ['renderer', 'electron/contract', 'resources'],
    entry: 'renderer/index.html',
    output: 'out/renderer/index.html',
  },
}

/**
 * @param {string} path
 * @param {string[]} into
 */
function collect(path, into) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return
  if (!stat.isDirectory()) {
    into.push(`${path} ${stat.size} ${stat.mtimeMs}`)
    return
  }
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory() || !/\.test\.tsx?$/.test(entry.name)) collect(join(path, entry.name), into)
  }
}

/**
 * Path, size and time of every source of a part.
 * @param {string} root
 * @param {string[]} sources
 */
function fingerprint(root, sources) {
  /** @type {string[]} */
  const lines = []
  for (const source of [...sources, ...tools]) collect(join(root, source), lines)
  return createHash('sha256').update(lines.toSorted().join('\n')).digest('hex')
}

/** @param {string} root */
const stampFile = (root) => join(root, 'node_modules', '.cache', 'ingle', 'built.json')

/**
 * @param {string} root
 * @returns {Record<string, string>}
 */
function readStamps(root) {
  try {
    return JSON.parse(readFileSync(stampFile(root), 'utf8'))
  } catch {
    return {}
  }
}

const everything = Object.keys(parts)

/**
 * @param {string} root
 * @param {{ all?: boolean, wanted?: string[] | undefined }} [options]
 * @returns {Record<string, string>} the parts to build, with the fingerprint of what they will be built from
 */
export function changedParts(root, { all = false, wanted = everything } = {}) {
  const stamps = readStamps(root)
  const entries = Object.entries(parts).flatMap(([name, { sources, entry, output }]) => {
    if (!wanted.includes(name)) return []
    const now = fingerprint(root, sources)
    const present = !existsSync(join(root, entry)) || existsSync(join(root, output))
    return !all && present && stamps[name] === now ? [] : [[name, now]]
  })
  return Object.fromEntries(entries)
}

/**
 * @param {string} root
 * @param {{ node: string, all?: boolean, wanted?: string[] | undefined }} options
 * @returns {Promise<string[]>} the parts that were built
 */
export async function build(root, { node, all = false, wanted }) {
  const changed = changedParts(root, { all, wanted })
  const names = Object.keys(changed)
  if (names.length === 0) return []
  const progress = showProgress(`Building ${names.join(', ')}`)
  const bundler = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const env = nodeEnv(root, { INGLE_BUILD: names.join(','), ...(!process.stderr.isTTY && { NO_COLOR: '1' }) })
  let { code, output } = await runQuietly(node, [bundler, 'build'], { cwd: root, env })
  if (code === 0) {
    const licences = await runQuietly(node, [join(root, 'scripts', 'collect-licences.mjs')], { cwd: root, env })
    code = licences.code
    output = licences.output
  }
  progress.end(code === 0 ? 'done' : 'failed')
  if (code !== 0) throw new Error(`The build failed:\n${output.trim()}`)
  mkdirSync(dirname(stampFile(root)), { recursive: true })
  writeFileSync(stampFile(root), JSON.stringify({ ...readStamps(root), ...changed }))
  return names
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..')
  const node = findNode24(root)
  if ('missing' in node) throw new Error(node.missing)
  const built = await build(root, { node: node.path, all: process.argv.includes('--all') })
  console.log(built.length > 0 ? `built ${built.join(', ')}` : 'nothing changed')
}
