// package-lock.json must install on every system. A registry may lack the newest Windows or macOS package when the lock is
// written; npm then leaves it out without a word, and `npm ci` on that system misses a binary.
// Usage: node scripts/check-lock.mjs [--json]
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/**
 * @typedef {object} Locked
 * @property {string} [version]
 * @property {string} [resolved]
 * @property {boolean} [link]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [devDependencies]
 * @property {Record<string, string>} [optionalDependencies]
 */
/** @typedef {Record<string, Locked>} Packages */

/**
 * Where Node would find `name` from a package at `at`, among the locked paths.
 * @param {Packages} packages
 * @param {string} at
 * @param {string} name
 */
function finds(packages, at, name) {
  const folders = at.split('/node_modules/')
  return (
    folders.some((_, up) => {
      const from = folders.slice(0, folders.length - up).join('/node_modules/')
      return packages[from ? `${from}/node_modules/${name}` : `node_modules/${name}`] !== undefined
    }) || packages[`node_modules/${name}`] !== undefined
  )
}

/**
 * @param {Packages} packages
 * @returns {string[]}
 */
function checkOptional(packages) {
  return Object.entries(packages).flatMap(([path, locked]) =>
    Object.keys(locked.optionalDependencies ?? {})
      .filter((name) => !finds(packages, path, name))
      .map((name) => `${path || 'package.json'} names ${name}, and the lock does not hold it`),
  )
}

/**
 * @param {string} lock
 * @returns {string[]}
 */
function checkAddresses(lock) {
  return lock
    .split('\n')
    .flatMap((line, index) =>
      /"resolved":|"https?:\/\/[^"]*\.tgz/.test(line) ? [`package-lock.json:${index + 1}: ${line.trim()}`] : [],
    )
}

/**
 * @param {Locked} manifest
 * @param {Packages} packages
 * @returns {string[]}
 */
function checkPins(manifest, packages) {
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
  return Object.entries(all).flatMap(([name, wanted]) => {
    if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(wanted)) return [`package.json: ${name} is '${wanted}', not an exact version`]
    const held = packages[`node_modules/${name}`]?.version
    return held === wanted ? [] : [`package.json wants ${name} ${wanted}, the lock holds ${held ?? 'none'}`]
  })
}

/**
 * Problems by check.
 * @param {string} root
 * @returns {Record<string, string[]>}
 */
export function checkLock(root) {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
  /** @type {{ packages: Packages }} */
  const { packages } = JSON.parse(lock)
  /** @type {Locked} */
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return {
    'every optional package is locked': checkOptional(packages),
    'the lock names no registry': checkAddresses(lock),
    'versions are exact and locked': checkPins(manifest, packages),
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const byCheck = checkLock(join(dirname(fileURLToPath(import.meta.url)), '..'))
  const problems = Object.values(byCheck).flat()
  if (process.argv.includes('--json')) console.log(JSON.stringify(byCheck))
  else
    console.log(
      [...problems, problems.length === 0 ? 'lock: in order' : `lock: ${problems.length} problem(s)`].join('\n'),
    )
  process.exitCode = problems.length === 0 ? 0 : 1
}
