// A Chromium for the end-to-end tests, and what else they use: one that is there, else the system's packages, else Playwright's.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runQuietly, showProgress } from './progress.mjs'

const minutes = 60_000

/** @param {string} name */
function onPath(name) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/sbin', '/sbin']
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}

/** @returns {string[]} */
function candidates() {
  const chosen = process.env['INGLE_CHROMIUM'] ?? process.env['CHROME_PATH']
  const names = ['chromium', 'google-chrome-stable', 'google-chrome', 'chromium-browser']
  const places = {
    darwin: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].map((folder) =>
      join(process.env[folder] ?? '', 'Google', 'Chrome', 'Application', 'chrome.exe'),
    ),
  }
  const installed = process.platform in places ? places[/** @type {'darwin' | 'win32'} */ (process.platform)] : []
  return [chosen, ...names.map(onPath), ...installed].flatMap((path) => (path && existsSync(path) ? [path] : []))
}

/** One that runs: Ubuntu's chromium-browser is a stub that asks for a snap. */
async function findChromium() {
  for (const path of candidates()) {
    // On Windows, chrome.exe --version opens a window.
    if (process.platform === 'win32') return path
    const { code, output } = await runQuietly(path, ['--version'], { deadline: 20_000 })
    if (code === 0 && /Chrom/.test(output)) return path
  }
  return undefined
}

/**
 * Debian's packages, for root.
 * @param {string[]} names
 */
async function aptInstall(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const progress = showProgress(`Installing ${names.join(', ')}`)
  const wait = ['-o', 'DPkg::Lock::Timeout=300', '-q', '-y']
  await runQuietly('apt-get', ['update', ...wait], { env, deadline: 5 * minutes })
  const { code, output } = await runQuietly('apt-get', ['install', ...wait, '--no-install-recommends', ...names], {
    env,
    deadline: 10 * minutes,
  })
  progress.end(code === 0 ? 'done' : 'failed')
  return code === 0 ? undefined : output.trim().split('\n').at(-1)
}

/**
 * @param {{ root: string, node: string }} options
 * @returns {Promise<{ env: Record<string, string> } | { missing: string }>} the environment for Playwright
 */
export async function getBrowser({ root, node }) {
  let path = await findChromium()
  let why = ''
  const wanted = [
    ...(path ? [] : ['chromium', 'fonts-liberation']),
    ...(onPath('ip') ? [] : ['iproute2']),
    ...(onPath('strace') ? [] : ['strace']),
  ]
  if (wanted.length > 0 && process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get')) {
    why = (await aptInstall(wanted)) ?? ''
    path ??= await findChromium()
  }
  if (path) return { env: { INGLE_CHROMIUM: path } }
  const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
  const progress = showProgress("Downloading Playwright's Chromium (about 180 MB, once)")
  const { code } = await runQuietly(node, [playwright, 'install', 'chromium'], { cwd: root, deadline: 5 * minutes })
  progress.end(code === 0 ? 'done' : 'failed')
  if (code === 0) return { env: {} }
  return { missing: `no Chromium: install one, or name it in CHROME_PATH${why && ` (apt-get: ${why})`}` }
}
