// Which Node runs the app: better-sqlite3 dies on an older one, without a message.
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const wanted = 24

/**
 * @param {string} root
 * @param {{ version?: string, execPath?: string, platform?: string, arch?: string }} [machine]
 * @returns {{ path: string } | { missing: string }}
 */
export function findNode24(root, machine = {}) {
  const { version = process.versions.node, execPath = process.execPath } = machine
  const { platform = process.platform, arch = process.arch } = machine
  if (Number.parseInt(version, 10) >= wanted) return { path: execPath }
  const system = platform === 'win32' ? 'win' : platform
  const locked = join(root, 'node_modules', `node-${system}-${arch}`, 'bin', platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(locked)) return { path: locked }
  return {
    missing: `Ingle needs Node ${wanted} and this is Node ${version}: install it from https://nodejs.org or with "nvm install ${wanted}", then run the same command again.`,
  }
}

/**
 * The environment for a child: npm scripts and tools started there find this Node first.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
export function nodeEnv(root, extra = {}) {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  const separator = process.platform === 'win32' ? ';' : ':'
  const path = [join(root, 'node_modules', '.bin'), process.env[name] ?? ''].join(separator)
  return { ...process.env, [name]: path, ...extra }
}
