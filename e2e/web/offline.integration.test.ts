import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const session = join(import.meta.dirname, '..', 'support', 'offline-session.ts')
const inNewNetwork = ['-rn', 'sh', '-c', 'ip link set lo up && exec "$0" "$@"']
const mayCut = spawnSync('unshare', [...inNewNetwork, 'true']).status === 0
const hasStrace = spawnSync('strace', ['-V']).status === 0

/** Runs the whole session: start, load, an answer, a reload; with the real engine and the starter model. */
function run(command: string, args: readonly string[], data: string) {
  return spawnSync(command, [...args, process.execPath, session, data], { encoding: 'utf8', timeout: 110_000 })
}

test.skipIf(!mayCut)(
  'P1 with the network cut: start, load, an answer, a reload (skipped where unshare is refused)',
  () => {
    const data = mkdtempSync(join(tmpdir(), 'ingle-offline-'))
    const { status, stdout, stderr } = run('unshare', inNewNetwork, data)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({ network: ['lo'], reason: 'end', sameAfterReload: true })
    rmSync(data, { recursive: true, force: true })
  },
)

test.skipIf(!hasStrace)('P2 a whole session connects to nothing but loopback (skipped without strace)', () => {
  const data = mkdtempSync(join(tmpdir(), 'ingle-strace-'))
  const trace = join(data, 'trace.txt')
  const { status } = run('strace', ['-f', '-qq', '-e', 'trace=connect,sendto,sendmsg', '-o', trace], data)
  expect(status).toBe(0)
  const calls = readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => /sa_family=AF_INET/.test(line))
  expect(calls.length).toBeGreaterThan(0)
  const away = calls.filter((line) => !/inet_addr\("127\.|inet_pton\(AF_INET6, "::1"/.test(line))
  expect(away).toEqual([])
  rmSync(data, { recursive: true, force: true })
})
