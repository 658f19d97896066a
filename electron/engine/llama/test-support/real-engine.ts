import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../../core/clock.ts'
import { createEngineLauncher } from '../../../server/engine-launcher.ts'
import {
  createEngineClient,
  type EngineClient,
  type EngineEnd,
  type GenerateOptions,
  type GenerateResult,
} from '../../engine-client.ts'
import type { EngineLimits } from '../../engine-life.ts'
import type { EngineTurn, LoadedInfo, Sampling } from '../../engine-protocol.ts'

export const engineEntry = join(import.meta.dirname, '..', 'main.ts')

/** The likeliest token each time: the same answer on every machine. */
export const greedy: Sampling = { temperature: 0, topP: 1, topK: 40, minP: 0, repeatPenalty: 1, seed: 1 }

export type Asking = GenerateOptions & { maxTokens?: number | null; systemPrompt?: string; sampling?: Sampling }

export type Told = GenerateResult & { text: string; chunks: number }

/** The text engine in a process of its own, over plain Node, with a folder for models. */
export type RealEngine = {
  folder: string
  client: EngineClient
  ends: EngineEnd[]
  pids: number[]
  write(name: string, bytes: Uint8Array): Promise<string>
  load(file: string, contextSize?: number | 'auto', signal?: AbortSignal): Promise<LoadedInfo>
  ask(turns: string | readonly EngineTurn[], options?: Asking): Promise<Told>
  close(): Promise<void>
}

export async function startRealEngine(limits: Partial<EngineLimits> = {}): Promise<RealEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'ingle-engine-'))
  const pids: number[] = []
  const launcher = createEngineLauncher({ entry: engineEntry, cwd: join(folder, 'cwd') })
  const client = createEngineClient({
    launcher: {
      spawn() {
        const child = launcher.spawn()
        pids.push(child.pid)
        return child
      },
    },
    clock: systemClock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    // The tests share two cores with whatever else runs.
    limits: { handshakeMs: 90_000, cancelMs: 20_000, silentSeconds: 90, renderSeconds: 60, ...limits },
  })
  const ends: EngineEnd[] = []
  client.onExit((end) => ends.push(end))

  async function ask(turns: string | readonly EngineTurn[], options: Asking = {}): Promise<Told> {
    const { maxTokens = 24, systemPrompt = '', sampling = greedy, ...rest } = options
    const said = typeof turns === 'string' ? [{ role: 'user' as const, text: turns }] : turns
    let text = ''
    let chunks = 0
    const result = await client.generate(
      { systemPrompt, turns: said, sampling, maxTokens },
      {
        ...rest,
        onChunk(chunk) {
          chunks++
          text += chunk.parts.map((part) => part.text).join('')
          rest.onChunk?.(chunk)
        },
      },
    )
    return { ...result, text, chunks }
  }

  return {
    folder,
    client,
    ends,
    pids,
    async write(name, bytes) {
      const file = join(folder, name)
      await writeFile(file, bytes)
      return file
    },
    // One thread: two that wait for each other on a busy machine are far slower than one.
    load: (file, contextSize = 'auto', signal) =>
      client.load({ file, gpu: 'off', contextSize, threads: 1 }, signal ? { signal } : {}),
    ask,
    async close() {
      await client.dispose()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
