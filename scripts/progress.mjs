// One line a step, and a sign of life for whatever takes longer than two seconds.
import { spawn } from 'node:child_process'

/** @param {number} since */
export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

/**
 * Says `what` once it has taken two seconds, then how long it has been going; in place on a terminal, else every ten seconds.
 * @param {string} what
 * @param {() => string} [detail] what to add, asked each time
 */
export function showProgress(what, detail = () => '') {
  const started = performance.now()
  const terminal = process.stderr.isTTY
  let shown = false
  let next = 2000
  const timer = setInterval(() => {
    const passed = performance.now() - started
    if (passed < next) return
    next = passed + (terminal ? 200 : 10_000)
    const line = `${what} … ${Math.round(passed / 1000)} s${detail()}`
    process.stderr.write(terminal ? `\r\u001b[K${line}` : `${line}\n`)
    shown = true
  }, 200)
  return {
    /** @param {string} [outcome] */
    end(outcome = 'done') {
      clearInterval(timer)
      if (shown) process.stderr.write(`${terminal ? '\r\u001b[K' : ''}${what}: ${outcome} after ${seconds(started)}\n`)
    },
  }
}

/**
 * Runs a command without standard input and keeps what it says; the output matters only when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, deadline?: number }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runQuietly(command, args, { deadline, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const timer = deadline === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), deadline)
    let output = ''
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => (output += String(chunk)))
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => (output += String(chunk)))
    child.on('error', (error) => {
      clearTimeout(timer)
      resolve({ code: 127, output: error.message })
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code: code ?? 1, output })
    })
  })
}
