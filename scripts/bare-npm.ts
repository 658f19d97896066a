import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const shell = process.platform === 'win32'

export interface BareProject {
  /** What package.json, the lock and the project's .npmrc say, and nothing else. */
  folder: string
  npm(...args: string[]): { status: number | null; stdout: string; stderr: string }
  dispose(): void
}

export const registry = (): string =>
  execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8', shell }).trim()

/** Whether packages can be had from there at all. */
export async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(new URL('zod', `${address.replace(/\/$/, '')}/`), { signal: AbortSignal.timeout(10_000) })).ok
  } catch {
    return false
  }
}

/** A copy of the project's manifest and lock, and an npm with nobody's settings but where the registry is. */
export function bareProject(address: string): BareProject {
  const parent = mkdtempSync(join(tmpdir(), 'ingle-npm-ci-'))
  const home = join(parent, 'home')
  const folder = join(parent, 'project')
  mkdirSync(home)
  mkdirSync(folder)
  writeFileSync(join(home, '.npmrc'), `registry=${address}\n`)
  for (const name of ['package.json', 'package-lock.json', '.npmrc']) cpSync(join(root, name), join(folder, name))
  // npm's own variables of the command that runs this test are settings too.
  const others = Object.entries(process.env).filter(
    ([name]) => !/^npm_|^NODE_(ENV|OPTIONS|PATH)$|^(HOME|USERPROFILE)$/i.test(name),
  )
  const env = { ...Object.fromEntries(others), HOME: home, USERPROFILE: home, NODE_LLAMA_CPP_SKIP_DOWNLOAD: 'true' }
  return {
    folder,
    npm: (...args) => spawnSync('npm', args, { cwd: folder, env, encoding: 'utf8', shell }),
    dispose: () => rmSync(parent, { recursive: true, force: true, maxRetries: 5 }),
  }
}
