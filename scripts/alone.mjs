// Two commands started at once must not install or build over each other: a lock file that names its owner.
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** Where a lock cannot be made in one step, it is empty for an instant; one that stays so has nobody. */
const emptyMs = 2000

/** @typedef {{ pid: number, started: string, token: string }} Owner */

/**
 * When a process started, in whatever words its system has for it; '' where nobody can say. A number alone may be that of
 * another process by now.
 * @param {number} pid
 */
export function processStart(pid) {
  if (process.platform === 'linux') {
    // Field 22; the second one is a name in brackets that may hold anything.
    return readOr(`/proc/${pid}/stat`, '').split(') ').at(-1)?.split(' ')[19] ?? ''
  }
  const [command, ...args] =
    process.platform === 'win32'
      ? ['powershell', '-NoProfile', '-Command', `(Get-Process -Id ${pid}).StartTime.Ticks`]
      : ['ps', '-o', 'lstart=', '-p', String(pid)]
  return spawnSync(command ?? '', args, { encoding: 'utf8', timeout: 5000 }).stdout?.trim() ?? ''
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * @param {string} file
 * @param {string} otherwise
 */
function readOr(file, otherwise) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return otherwise
  }
}

/**
 * @param {string} text
 * @returns {Owner | undefined}
 */
function parseOwner(text) {
  try {
    const { pid, started, token } = JSON.parse(text)
    return Number.isInteger(pid) && pid > 0 ? { pid, started: String(started), token: String(token) } : undefined
  } catch {
    return undefined
  }
}

/**
 * A name that is given to a finished file, so that nobody sees a lock without its owner.
 * @param {string} lock
 * @param {string} content
 * @returns {boolean}
 */
function take(lock, content) {
  const draft = `${lock}.${randomUUID()}`
  try {
    writeFileSync(draft, content)
    linkSync(draft, lock)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
  } finally {
    rmSync(draft, { force: true })
  }
  // A disk without links.
  try {
    writeFileSync(lock, content, { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/**
 * Of several that find the same lock left behind, one moves it away. What is moved by mistake, because another was
 * quicker and has its own there by now, is put back.
 * @param {string} lock
 * @param {string} content what the lock said when it was found to have nobody
 */
function clear(lock, content) {
  const aside = `${lock}.${randomUUID()}`
  try {
    renameSync(lock, aside)
    if (readOr(aside, content) !== content) linkSync(aside, lock)
  } catch {
    // Somebody else has cleared it; the next try to take it tells the rest.
  }
  rmSync(aside, { force: true })
}

/**
 * Whose lock this is, or undefined when nobody holds it any more.
 * @param {string} lock
 * @param {string} content
 * @returns {Owner | 'somebody' | undefined}
 */
function holder(lock, content) {
  const owner = parseOwner(content)
  if (!owner) {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0
    return Date.now() - since < emptyMs ? 'somebody' : undefined
  }
  if (!isAlive(owner.pid)) return undefined
  const started = processStart(owner.pid)
  return owner.started && started && owner.started !== started ? undefined : owner
}

/**
 * Runs `work` while no other process does the same with this lock; says so in one line when it has to wait for one.
 * @template T
 * @param {string} lock
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(lock, work) {
  mkdirSync(dirname(lock), { recursive: true })
  const mine = JSON.stringify({ pid: process.pid, started: processStart(process.pid), token: randomUUID() })
  for (let known = ''; !take(lock, mine); await delay(100)) {
    const content = readOr(lock, '')
    // Asked in full once for each owner; after that it is enough that it lives.
    const owner = content !== '' && content === known ? parseOwner(content) : holder(lock, content)
    if (owner === undefined || (owner !== 'somebody' && !isAlive(owner.pid))) clear(lock, content)
    else if (owner !== 'somebody' && content !== known)
      console.error(`Waiting for process ${owner.pid}, which is installing or building here.`)
    known = content
  }
  try {
    return await work()
  } finally {
    if (readOr(lock, mine) === mine) rmSync(lock, { force: true })
  }
}
