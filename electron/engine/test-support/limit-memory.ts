import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A limit on a running process takes Linux and util-linux. */
export const canLimitMemory = process.platform === 'linux' && hasPrlimit()

function hasPrlimit(): boolean {
  try {
    execFileSync('prlimit', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/**
 * From now on the process may take so much address space more than it has, or must do with less: then nothing large is
 * given to it any more. null: as much as it wants.
 */
export function limitMemory(pid: number, moreBytes: number | null): void {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[0])
  const limit = moreBytes === null ? 'unlimited' : String(pages * 4096 + moreBytes)
  // The soft limit only, which may be raised again.
  execFileSync('prlimit', ['--pid', String(pid), `--as=${limit}:`])
}
