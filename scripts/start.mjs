// npm start: the desktop app, or, where Electron cannot be, the web host with one line that says why.
// Usage: node scripts/start.mjs [--desktop | --web] [what the app itself takes, see the README]
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bootstrapOrExit, root } from './bootstrap.mjs'
import { getElectron } from './electron-binary.mjs'
import { nodeEnv } from './node-24.mjs'

/**
 * Why Electron cannot start on this machine, whether or not its binary is there. Its sandbox is never switched off instead.
 * @param {{ platform?: string, env?: NodeJS.ProcessEnv, uid?: number | undefined }} [machine]
 * @returns {string | undefined}
 */
export function desktopObstacle({ platform = process.platform, env = process.env, uid = process.getuid?.() } = {}) {
  if (platform !== 'linux') return undefined
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return 'there is no display'
  if (uid === 0) return "Electron's sandbox does not work for root"
  return undefined
}

/**
 * Runs a child on this terminal and ends with it. A terminal delivers Ctrl-C to both; whoever signals this process alone
 * means the child too.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
export function runAttached(command, args, env) {
  return new Promise((resolve) => {
    // npm that is told to end leaves without a word to what it started.
    const parent = process.ppid
    const child = spawn(command, args, { stdio: 'inherit', env })
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    }
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, forward)
    const orphaned = setInterval(() => {
      if (process.env['npm_lifecycle_event'] && process.ppid !== parent) child.kill('SIGTERM')
    }, 500)
    const end = (/** @type {number} */ code) => {
      clearInterval(orphaned)
      for (const signal of signals) process.off(signal, forward)
      resolve(code)
    }
    child.on('error', (error) => {
      console.error(`${command} does not start: ${error.message}`)
      end(127)
    })
    child.on('close', (code, signal) => end(code ?? (signal === 'SIGINT' ? 130 : 1)))
  })
}

/**
 * Starts Electron. It writes a file once its window is there; ending badly before that means it cannot run here.
 * @param {string} binary
 * @param {string[]} args
 * @returns {Promise<{ code: number, ready: boolean }>}
 */
async function runDesktop(binary, args) {
  const folder = mkdtempSync(join(tmpdir(), 'ingle-start-'))
  const readyFile = join(folder, 'ready')
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const code = await runAttached(binary, [root, ...args], { ...env, INGLE_READY_FILE: readyFile })
  const ready = existsSync(readyFile)
  rmSync(folder, { recursive: true, force: true })
  return { code, ready }
}

/**
 * @param {string[]} args
 * @param {boolean} insist whether the desktop app was asked for by name
 * @returns {Promise<{ code: number } | { obstacle: string }>}
 */
async function tryDesktop(args, insist) {
  if (!existsSync(join(root, 'out', 'main', 'desktop.js'))) return { obstacle: 'the desktop app is not built' }
  const obstacle = desktopObstacle()
  if (obstacle) return { obstacle }
  const electron = await getElectron(root, { retry: insist })
  if ('missing' in electron) return { obstacle: electron.missing }
  const { code, ready } = await runDesktop(electron.path, args)
  return ready || code === 0 || code === 130
    ? { code }
    : { obstacle: `Electron ended with ${code} before it was ready` }
}

/**
 * What the web host starts with. It says why there is no window itself, once it knows that Ingle does not run already.
 * @param {string | undefined} obstacle
 * @returns {NodeJS.ProcessEnv}
 */
export function webHostEnv(obstacle) {
  const { INGLE_NO_WINDOW: _, ...env } = nodeEnv(root)
  return obstacle === undefined ? env : { ...env, INGLE_NO_WINDOW: obstacle }
}

/** @param {string[]} argv */
async function start(argv) {
  const args = argv.filter((arg) => arg !== '--desktop' && arg !== '--web')
  const { node } = await bootstrapOrExit()
  /** @type {string | undefined} */
  let obstacle
  if (!argv.includes('--web')) {
    const insist = argv.includes('--desktop')
    const outcome = await tryDesktop(args, insist)
    if ('code' in outcome) return outcome.code
    if (insist) {
      console.error(`The desktop app cannot start: ${outcome.obstacle}.`)
      return 1
    }
    obstacle = outcome.obstacle
  }
  return runAttached(node, [join(root, 'out', 'main', 'server.js'), ...args], webHostEnv(obstacle))
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await start(process.argv.slice(2))
}
