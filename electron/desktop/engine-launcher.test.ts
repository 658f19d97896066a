import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { createFakeClock } from '../core/fake-clock.ts'
import { describeEnd } from '../engine/engine-exit.ts'
import { callsOf, resetElectron, UtilityProcess } from './electron-double.ts'
import { createEngineLauncher, type EngineLauncherDeps } from './engine-launcher.ts'

beforeEach(resetElectron)

function spawn(options: Partial<EngineLauncherDeps> = {}) {
  const clock = createFakeClock()
  const kills: number[] = []
  const launcher = createEngineLauncher({
    entry: '/app/engine-llama.js',
    cwd: join(mkdtempSync(join(tmpdir(), 'ingle-engine-')), 'engine'),
    clock,
    platform: 'linux',
    environment: { PATH: '/usr/bin', HF_TOKEN: 'secret', NODE_OPTIONS: '--inspect', CUDA_VISIBLE_DEVICES: '0' },
    killProcess: (pid) => void kills.push(pid),
    ...options,
  })
  const engine = launcher.spawn()
  const child = UtilityProcess.fakeForked.at(-1)
  if (!child) throw new Error('nothing was forked')
  const up = () => {
    child.pid = 4711
    child.emit('spawn')
  }
  return { engine, child, kills, clock, up }
}

test('an engine starts with no arguments, in an empty folder, with next to nothing of our environment', () => {
  spawn()
  const [, entry, args, options] = callsOf('fork')[0] ?? []
  expect(entry).toBe('/app/engine-llama.js')
  expect(args).toEqual([])
  expect(options).toEqual({
    serviceName: 'Ingle engine',
    env: {
      PATH: '/usr/bin',
      CUDA_VISIBLE_DEVICES: '0',
      UV_THREADPOOL_SIZE: '1',
      NODE_LLAMA_CPP_SKIP_DOWNLOAD: 'true',
      GGML_NO_BACKTRACE: '1',
    },
    execArgv: [],
    cwd: expect.stringMatching(/engine$/) as string,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  expect(existsSync((options as { cwd: string }).cwd)).toBe(true)
})

test('messages go both ways until the engine is gone', () => {
  const { engine, child, up } = spawn()
  const heard: unknown[] = []
  engine.port.post({ type: 'hello', protocol: 1 })
  up()
  const stop = engine.port.onMessage((message) => void heard.push(message))
  child.emit('message', { type: 'heartbeat' })
  stop()
  child.emit('message', { type: 'heartbeat' })
  expect(heard).toEqual([{ type: 'heartbeat' }])
  expect(engine.pid).toBe(4711)
  child.emit('exit', 0)
  engine.port.post({ type: 'unload', id: 1 })
  expect(child.fakeReceived).toEqual([{ type: 'hello', protocol: 1 }])
})

test.each([
  [0, { code: 0, signal: null }, 'left'],
  [1, { code: 1, signal: null }, 'error'],
  [13, { code: 13, signal: null }, 'error'],
  [1 << 8, { code: 1, signal: null }, 'error'],
  [6, { code: null, signal: 'SIGABRT' }, 'abort'],
  [6 | 0x80, { code: null, signal: 'SIGABRT' }, 'abort'],
  [9, { code: null, signal: 'SIGKILL' }, 'killed'],
  [11 | 0x80, { code: null, signal: 'SIGSEGV' }, 'segfault'],
  [15, { code: null, signal: 'SIGTERM' }, 'terminated'],
  [4, { code: null, signal: 'SIGILL' }, 'illegal-instruction'],
])('an end that Electron reports as %i on POSIX is told as what it was', async (status, end, reason) => {
  const { engine, child, up } = spawn()
  up()
  child.emit('exit', status)
  child.stderr?.emit('end')
  const exit = await engine.exit
  expect(exit).toEqual({ ...end, stderrTail: '' })
  expect(describeEnd(exit, null).reason).toBe(reason)
})

test.each([
  [0xc0000005, 'segfault'],
  [-1073741819, 'segfault'],
  [0xc0000409, 'abort'],
  [6, 'error'],
])('an end that Windows reports as %i is %s', async (status, reason) => {
  const { engine, child, up } = spawn({ platform: 'win32' })
  up()
  child.emit('exit', status)
  child.stderr?.emit('end')
  expect(describeEnd(await engine.exit, null).reason).toBe(reason)
})

test('what the engine wrote last is in its end: 8 KB at most, and what arrives a moment after the exit too', async () => {
  const { engine, child, clock, up } = spawn()
  up()
  child.stderr?.emit('data', Buffer.from('x'.repeat(20_000)))
  child.emit('exit', 6)
  child.stderr?.emit('data', Buffer.from('GGML_ASSERT failed'))
  clock.advance(250)
  const { stderrTail } = await engine.exit
  expect(Buffer.byteLength(stderrTail)).toBe(8192)
  expect(stderrTail.endsWith('GGML_ASSERT failed')).toBe(true)
  expect(engine.stderrTail?.()).toBe(stderrTail)
})

test('an engine that runs out of memory inside V8 says so', async () => {
  const { engine, child, up } = spawn()
  up()
  child.emit('error', 'FatalError', 'v8: heap out of memory', '{}')
  child.emit('exit', 6)
  child.stderr?.emit('end')
  expect(describeEnd(await engine.exit, null).reason).toBe('memory')
})

test('killing is at once; before the engine is up it waits for that, after its end it touches nobody', () => {
  const { engine, child, kills, up } = spawn()
  engine.kill()
  expect(kills).toEqual([])
  up()
  expect(kills).toEqual([4711])
  engine.kill()
  expect(kills).toEqual([4711, 4711])
  child.emit('exit', 9)
  engine.kill()
  expect(kills).toEqual([4711, 4711])
})

test('where the system refuses the kill, Electron is asked', () => {
  const { engine, up } = spawn({
    killProcess: () => {
      throw new Error('EPERM')
    },
  })
  up()
  engine.kill()
  expect(callsOf('child.kill')).toHaveLength(1)
})

test('an exit is told once', async () => {
  const { engine, child, clock, up } = spawn()
  up()
  child.emit('exit', 0)
  child.stderr?.emit('end')
  clock.advance(1000)
  expect(await engine.exit).toEqual({ code: 0, signal: null, stderrTail: '' })
  expect(clock.pending()).toBe(0)
})
