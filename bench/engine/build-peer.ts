import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const source = join(root, 'node_modules/node-llama-cpp/llama')

/** What the peer is built with: everything that makes it faster, nothing that needs the network. */
export const buildFlags = [
  '-DCMAKE_BUILD_TYPE=Release',
  '-DGGML_NATIVE=ON',
  '-DGGML_OPENMP=ON',
  '-DLLAMA_USE_PREBUILT_UI=OFF',
  '-DLLAMA_BUILD_UI=OFF',
  '-DLLAMA_OPENSSL=OFF',
  '-DLLAMA_BUILD_TESTS=OFF',
  '-DLLAMA_BUILD_EXAMPLES=OFF',
]

const targets = ['llama-server', 'llama-bench']

export type Peer = { release: string; server: string; bench: string }

/** llama.cpp's own programs, of the very release that the binding carries: built once from its git bundle, then kept. */
export function buildPeer(say: (line: string) => void): Peer {
  const info: { tag: string } = JSON.parse(readFileSync(join(source, 'llama.cpp.info.json'), 'utf8'))
  const folder = join(root, '.cache', `llama.cpp-${info.tag}`)
  const build = join(folder, 'build')
  const peer = {
    release: info.tag,
    server: join(build, 'bin', 'llama-server'),
    bench: join(build, 'bin', 'llama-bench'),
  }
  if (existsSync(join(folder, 'built')) && existsSync(peer.server) && existsSync(peer.bench)) return peer
  needTools(say)
  say(`Building llama-server and llama-bench ${info.tag}, once: some 20 minutes on two cores`)
  if (!existsSync(join(folder, '.git'))) {
    const fresh = `${folder}.new`
    rmSync(fresh, { recursive: true, force: true })
    run('git', ['clone', '--quiet', join(source, 'gitRelease.bundle'), fresh])
    rmSync(folder, { recursive: true, force: true })
    renameSync(fresh, folder)
  }
  run('cmake', ['-S', folder, '-B', build, ...buildFlags])
  run('cmake', ['--build', build, '--target', ...targets, '-j', String(availableParallelism())])
  run('cmake', ['-E', 'touch', join(folder, 'built')])
  return peer
}

/** Installs the compiler where that is allowed, and otherwise says what is missing. */
function needTools(say: (line: string) => void): void {
  const missing = () => ['git', 'cmake', 'g++'].filter((tool) => spawnSync(tool, ['--version']).status !== 0)
  if (missing().length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say(`Installing ${missing().join(', ')}`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const lock = ['-o', 'DPkg::Lock::Timeout=300']
    spawnSync('apt-get', [...lock, 'update'], { env, stdio: 'ignore' })
    spawnSync('apt-get', [...lock, 'install', '-y', 'git', 'cmake', 'g++'], { env, stdio: 'ignore' })
  }
  if (missing().length > 0) throw new Error(`The peer cannot be built: install ${missing().join(', ')}`)
}

function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error(`${command} ${args[0] ?? ''} failed`, { cause: error })
}
