// Is what the lock names installed? If not, `npm ci`.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runQuietly, showProgress } from './progress.mjs'

/** @param {string} root */
const stampFile = (root) => join(root, 'node_modules', '.cache', 'ingle', 'installed')

/**
 * The lock's fingerprint; the same node_modules shared by two systems is not installed for the other.
 * @param {string} root
 */
function fingerprint(root) {
  const lock = readFileSync(join(root, 'package-lock.json'))
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}`
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }>}
 */
const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages

/**
 * Whether every locked package lies in node_modules at its version. An optional one may be absent: it is another system's.
 * Comparing takes a while, so that it was found in order is remembered for this lock.
 * @param {string} root
 */
export function isInstalled(root) {
  const hidden = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(hidden)) return false
  const stamp = stampFile(root)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(root)) return true
  const installed = packagesOf(hidden)
  const locked = packagesOf(join(root, 'package-lock.json'))
  const { platform, arch } = process
  for (const [path, { version, optional, os, cpu }] of Object.entries(locked)) {
    if (path === '') continue
    const here = (os ?? [platform]).includes(platform) && (cpu ?? [arch]).includes(arch)
    if (installed[path] ? installed[path].version !== version : here && !optional) return false
  }
  const complete = Object.keys(installed).every((path) => locked[path])
  if (complete) writeStamp(root)
  return complete
}

/** @param {string} root */
function writeStamp(root) {
  mkdirSync(dirname(stampFile(root)), { recursive: true })
  writeFileSync(stampFile(root), fingerprint(root))
}

/** npm as it was started, or the one on the path. */
function npmCommand() {
  const npm = process.env['npm_execpath']
  if (npm && /npm-cli\.[cm]?js$/.test(npm)) return { command: process.execPath, before: [npm], shell: false }
  return { command: 'npm', before: [], shell: process.platform === 'win32' }
}

/**
 * @param {string} root
 * @returns {Promise<void>}
 */
export async function install(root) {
  if (isInstalled(root)) return
  const { command, before, shell } = npmCommand()
  const progress = showProgress('Installing packages (about 1 GB, once)')
  const { code, output } = await runQuietly(command, [...before, 'ci', '--no-audit', '--no-fund'], {
    cwd: root,
    shell,
    env: { ...process.env, NODE_LLAMA_CPP_SKIP_DOWNLOAD: 'true' },
  })
  progress.end(code === 0 ? 'done' : 'failed')
  if (code !== 0) throw new Error(`npm ci failed:\n${output.trim()}`)
  writeStamp(root)
}
