// Electron's binary is downloaded at the first start, not at install. `require('electron')` would do it without a deadline and
// throw, so only its install.js is run, from here, and a failure is remembered for its version.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { showProgress } from './progress.mjs'

/** @param {string} root */
const electronFolder = (root) => join(root, 'node_modules', 'electron')

/** @param {string} root */
function electronVersion(root) {
  /** @type {{ version: string }} */
  const { version } = JSON.parse(readFileSync(join(electronFolder(root), 'package.json'), 'utf8'))
  return version
}

/** @param {string} root */
export const failureFile = (root) =>
  join(root, 'node_modules', '.cache', 'ingle', `electron-${electronVersion(root)}-failed.txt`)

/**
 * Where the binary lies, if the version that package.json wants is there.
 * @param {string} root
 * @returns {string | undefined}
 */
export function findElectron(root) {
  const folder = electronFolder(root)
  try {
    const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist')
    const name = readFileSync(join(folder, 'path.txt'), 'utf8')
    const version = readFileSync(join(folder, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '')
    const binary = join(dist, name)
    return version === electronVersion(root) && existsSync(binary) ? binary : undefined
  } catch {
    return undefined
  }
}

/** @param {string} folder */
function bytesIn(folder) {
  let bytes = 0
  try {
    for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const stat = statSync(join(folder, entry), { throwIfNoEntry: false })
      if (stat?.isFile()) bytes += stat.size
    }
  } catch {
    // The folder comes and goes while files are moved out of it.
  }
  return bytes
}

/**
 * Runs install.js until it ends, or until nothing has grown for `stallMs`.
 * @param {string} root
 * @param {{ stallMs?: number, script?: string }} [options]
 * @returns {Promise<string | undefined>} why it failed
 */
async function download(root, { stallMs = 20_000, script = join(electronFolder(root), 'install.js') } = {}) {
  const scratch = mkdtempSync(join(tmpdir(), 'ingle-electron-'))
  const dist = join(electronFolder(root), 'dist')
  const size = () => bytesIn(scratch) + bytesIn(dist)
  let bytes = size()
  const detail = () => (bytes > 0 ? `, ${Math.round(bytes / 1e6)} MB` : '')
  const progress = showProgress(`Downloading Electron ${electronVersion(root)} (about 110 MB, once)`, detail)
  const child = spawn(process.execPath, [script], {
    cwd: electronFolder(root),
    env: { ...process.env, TMPDIR: scratch, TEMP: scratch, TMP: scratch },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaint = ''
  child.stderr.on('data', (/** @type {Buffer} */ chunk) => (complaint += String(chunk)))
  let stalled = false
  let grewAt = performance.now()
  const timer = setInterval(
    () => {
      const now = size()
      if (now !== bytes) grewAt = performance.now()
      bytes = now
      if (performance.now() - grewAt < stallMs) return
      stalled = true
      child.kill('SIGKILL')
    },
    Math.min(500, stallMs / 4),
  )
  const code = await new Promise((resolve) => {
    child.on('error', () => resolve(1))
    child.on('close', resolve)
  })
  clearInterval(timer)
  rmSync(scratch, { recursive: true, force: true })
  progress.end(code === 0 ? 'done' : 'failed')
  if (code === 0) return undefined
  if (stalled) return `nothing arrived for ${Math.round(stallMs / 1000)} s`
  const first = complaint.split('\n').find((line) => /error|ENOTFOUND|ECONN|EAI|HTTP/i.test(line))
  return (first ?? `install.js ended with ${String(code)}`).trim().slice(0, 200)
}

/**
 * The binary, downloaded when it is not there. A failure is remembered until `retry` is asked for or the version changes.
 * @param {string} root
 * @param {{ retry?: boolean, stallMs?: number, script?: string }} [options]
 * @returns {Promise<{ path: string } | { missing: string }>}
 */
export async function getElectron(root, { retry = false, ...options } = {}) {
  const present = findElectron(root)
  if (present) return { path: present }
  if (!existsSync(electronFolder(root))) return { missing: 'the electron package is not installed' }
  const failure = failureFile(root)
  if (!retry && existsSync(failure)) {
    return { missing: `${readFileSync(failure, 'utf8')}; "npm run start:desktop" tries the download again` }
  }
  const why = await download(root, options)
  const path = why === undefined ? findElectron(root) : undefined
  if (path) {
    rmSync(failure, { force: true })
    return { path }
  }
  const missing = `Electron's binary could not be downloaded (${why ?? 'it is incomplete'})`
  mkdirSync(dirname(failure), { recursive: true })
  writeFileSync(failure, missing)
  return { missing }
}
