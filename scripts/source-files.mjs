// The repository's own files, whatever git's state, and what each of them imports.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, extname, join, posix } from 'node:path'
import { parseSync } from 'vite'

const skipped = new Set(['node_modules', 'out', 'dist', 'test-results', 'playwright-report', '.git', '.cache'])
const code = new Set(['.ts', '.tsx', '.mts', '.mjs', '.js', '.cjs'])

/**
 * Paths from the root, '/'-separated: what git tracks or would track; without git, everything but build outputs.
 * @param {string} root
 * @returns {string[]}
 */
export function listFiles(root) {
  if (existsSync(join(root, '.git'))) {
    const git = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    })
    if (git.status === 0) {
      const names = new Set(git.stdout.split('\0').filter(Boolean))
      return [...names].filter((name) => existsSync(join(root, name))).toSorted()
    }
  }
  return walk(root, '').toSorted()
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function walk(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name) || entry.isSymbolicLink()) return []
    const name = folder ? `${folder}/${entry.name}` : entry.name
    return entry.isDirectory() ? walk(root, name) : [name]
  })
}

/** @param {string} file */
export const isCode = (file) => code.has(extname(file)) && !file.startsWith('resources/')

/**
 * @typedef {object} Import
 * @property {string} specifier
 * @property {boolean} typeOnly
 * @property {number} line
 */

/**
 * Static and dynamic imports and re-exports of one file, found by a real parser.
 * @param {string} file
 * @param {string} text
 * @returns {Import[]}
 */
export function importsOf(file, text) {
  const { module, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]?.message}`)
  /** @param {number} offset */
  const line = (offset) => text.slice(0, offset).split('\n').length
  /** @type {Import[]} */
  const found = module.staticImports.map((each) => ({
    specifier: each.moduleRequest.value,
    // `import { type A }` still loads the module, `import type { A }` does not.
    typeOnly: /^import\s+type\b/.test(text.slice(each.start, each.end)),
    line: line(each.start),
  }))
  for (const each of module.staticExports) {
    for (const entry of each.entries) {
      if (entry.moduleRequest) {
        found.push({ specifier: entry.moduleRequest.value, typeOnly: entry.isType, line: line(each.start) })
      }
    }
  }
  for (const { moduleRequest, start } of module.dynamicImports) {
    const literal = /^(['"`])(.*)\1$/s.exec(text.slice(moduleRequest.start, moduleRequest.end))
    if (literal?.[2]) found.push({ specifier: literal[2], typeOnly: false, line: line(start) })
  }
  return found
}

/**
 * The repository path that a relative specifier of `file` names.
 * @param {string} file
 * @param {string} specifier
 */
export function resolveRelative(file, specifier) {
  return posix.normalize(posix.join(dirname(file), specifier.replace(/[?#].*$/, '')))
}

/**
 * @param {string} root
 * @param {string} file
 */
export const read = (root, file) => readFileSync(join(root, file), 'utf8')

/**
 * @param {string} root
 * @param {string} file
 */
export const isFile = (root, file) => statSync(join(root, file), { throwIfNoEntry: false })?.isFile() ?? false
