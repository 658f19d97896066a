import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { EngineProcess } from '../core/ports.ts'
import { systemClock } from '../core/clock.ts'
import { createEngineClient } from '../engine/engine-client.ts'
import type { FromEngine } from '../engine/engine-protocol.ts'
import { createEngineLauncher } from './engine-launcher.ts'

const fakeEntry = join(import.meta.dirname, '..', 'engine', 'fake', 'main.ts')
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const sampling = { temperature: 0.7, topP: 0.95, topK: 40, minP: 0.05, repeatPenalty: 1, seed: null }
let folder: string
const started: EngineProcess[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ingle-launcher-'))
})

afterAll(async () => {
  for (const each of started) each.kill()
  await Promise.all(started.map((each) => each.exit))
  await rm(folder, { recursive: true, force: true })
})

function spawn(entry: string, environment: Record<string, string> = {}): EngineProcess {
  const cwd = join(folder, 'cwd')
  const child = createEngineLauncher({ entry, cwd, environment: { ...process.env, ...environment } }).spawn()
  started.push(child)
  return child
}

/** An engine whose code is the given lines. */
async function written(name: string, code: string): Promise<string> {
  const file = join(folder, `${name}.mjs`)
  await writeFile(file, code)
  return file
}

const nextMessage = (child: EngineProcess): Promise<FromEngine> =>
  new Promise((resolve) => child.port.onMessage((message) => resolve(message)))

describe('an engine process', () => {
  test('greets, starts in an empty folder, and knows none of our secrets', async () => {
    const child = spawn(fakeEntry, { HF_TOKEN: 'secret-of-ours', NODE_OPTIONS: '--no-deprecation' })
    child.port.post({ type: 'hello', protocol: 1 })
    expect(await nextMessage(child)).toMatchObject({ type: 'ready', engine: 'fake' })
    expect(await readdir(join(folder, 'cwd'))).toEqual([])
    child.kill()
    expect(await child.exit).toMatchObject({ code: null, signal: 'SIGKILL' })
  })

  test.runIf(process.platform === 'linux')(
    'has a short environment, dies first when memory runs out, and leaves no memory in a core file',
    async () => {
      const child = spawn(fakeEntry, { HF_TOKEN: 'secret-of-ours', NODE_OPTIONS: '--no-deprecation' })
      child.port.post({ type: 'hello', protocol: 1 })
      await nextMessage(child)
      const environment = await readFile(`/proc/${child.pid}/environ`, 'utf8')
      expect(environment).toContain('UV_THREADPOOL_SIZE=1')
      expect(environment).not.toMatch(/secret-of-ours|NODE_OPTIONS|HF_TOKEN/)
      expect(await readlink(`/proc/${child.pid}/cwd`)).toBe(join(folder, 'cwd'))
      const setting = async (name: string): Promise<string> =>
        (await readFile(`/proc/${child.pid}/${name}`, 'utf8')).trim()
      await vi.waitFor(async () => {
        expect(await setting('oom_score_adj')).toBe('500')
        expect(Number.parseInt(await setting('coredump_filter'), 16)).toBe(0)
      })
      child.kill()
      await child.exit
    },
  )

  test('G6 ten megabytes on stderr leave 8 KB and harm nobody', async () => {
    const entry = await written(
      'loud',
      `import { writeSync } from 'node:fs'
      const line = 'x'.repeat(9999) + '\\n'
      for (let i = 0; i < 1000; i++) process.stderr.write(line)
      process.stderr.write('the last words é\\n', () => process.exit(3))`,
    )
    const child = spawn(entry)
    const { code, stderrTail } = await child.exit
    expect(code).toBe(3)
    expect(Buffer.byteLength(stderrTail)).toBeLessThanOrEqual(8192)
    expect(stderrTail.endsWith('the last words é\n')).toBe(true)
    expect(child.stderrTail?.()).toBe(stderrTail)
  })

  test('an entry that is not there ends with an exit like any other', async () => {
    const { code, stderrTail } = await spawn(join(folder, 'none.mjs')).exit
    expect(code).toBe(1)
    expect(stderrTail).toContain('none.mjs')
  })

  test('posting to a process that is gone is no error', async () => {
    const child = spawn(await written('short', 'process.exit(0)'))
    await child.exit
    expect(() => child.port.post({ type: 'memory', id: 1 })).not.toThrow()
  })
})

describe('the scripted engine as a process', () => {
  const model = { file: '/m/any.gguf', gpu: 'auto', contextSize: 'auto', threads: 'auto' } as const
  const ask = (text: string) => ({
    systemPrompt: '',
    turns: [{ role: 'user' as const, text }],
    sampling,
    maxTokens: null,
  })

  test('answers, crashes with its last words, hangs and is ended, and starts again', async () => {
    const launcher = createEngineLauncher({
      entry: fakeEntry,
      cwd: join(folder, 'cwd'),
      environment: { ...process.env, INGLE_FAKE_TPS: '2000', INGLE_FAKE_LOAD_MS: '20' },
    })
    const client = createEngineClient({ launcher, clock: systemClock, log: silent, limits: { cancelMs: 200 } })
    try {
      expect(await client.load(model)).toMatchObject({ template: 'scripted' })
      let text = ''
      const onChunk = ({ parts }: { parts: readonly { text: string }[] }): void => {
        text += parts.map((part) => part.text).join('')
      }
      expect(await client.generate(ask('Hello'), { onChunk })).toMatchObject({ reason: 'end' })
      expect(text).toContain('You said: "Hello"')
      text = ''
      const crash = client.generate(ask('/crash now'), { onChunk })
      await expect(crash).rejects.toMatchObject({
        code: 'ENGINE_CRASHED',
        data: { reason: 'abort', code: 'exit code 134' },
      })
      expect(text).toContain('You said: "now"')
      expect(client.logTail()).toContain('GGML_ASSERT')
      await client.load(model)
      const controller = new AbortController()
      const onReadProgress = (done: number, total: number): void => {
        if (done === total) controller.abort()
      }
      const hung = client.generate(ask('/hang'), { signal: controller.signal, onReadProgress })
      expect(await hung).toEqual({ reason: 'stopped', stats: null })
      await client.load(model)
      expect((await client.generate(ask('Again'))).reason).toBe('end')
    } finally {
      await client.dispose()
    }
  })
})
