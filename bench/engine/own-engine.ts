import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../electron/core/clock.ts'
import { createEngineClient } from '../../electron/engine/engine-client.ts'
import type { EngineTurn, Tuning } from '../../electron/engine/engine-protocol.ts'
import { createEngineLauncher } from '../../electron/server/engine-launcher.ts'
import { sampling, type Answered } from './answered.ts'
import { residentBytes } from './llama-server.ts'

const entry = join(import.meta.dirname, '../../out/main/engine-llama.js')

/** The engine process as the app starts it, measured where its messages arrive. */
export type OwnEngine = {
  /** From asking for a model to having it, the process still to start. */
  coldMs: number
  threads: number
  /** What the answers so far have shown; none yet: what it was started with. */
  tuning(): Tuning | undefined
  ask(turns: readonly EngineTurn[], tokens: number): Promise<Answered & { text: string }>
  count(text: string): Promise<number>
  residentBytes(): number
  /** Unloads, and tells how long loading takes with the process up. */
  reload(): Promise<number>
  stop(): Promise<void>
}

/** `tuning`: what earlier answers have shown, as the app keeps it. */
export async function startOwnEngine(file: string, tuning?: Tuning): Promise<OwnEngine> {
  const cwd = mkdtempSync(join(tmpdir(), 'ingle-bench-engine-'))
  const launcher = createEngineLauncher({ entry, cwd })
  let pid = 0
  const client = createEngineClient({
    launcher: {
      spawn() {
        const child = launcher.spawn()
        pid = child.pid
        return child
      },
    },
    clock: systemClock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  })
  const load = async () => {
    const startedAt = performance.now()
    const known = tuning && { tuning }
    const info = await client.load({ file, gpu: 'off', contextSize: 4096, threads: 'auto', ...known })
    return { ms: performance.now() - startedAt, threads: info.threads }
  }
  const cold = await load()
  let shown = tuning
  return {
    coldMs: cold.ms,
    threads: cold.threads,
    tuning: () => shown,
    async ask(turns, tokens) {
      const askedAt = performance.now()
      let text = ''
      let startedAt = 0
      let firstAt = 0
      let firstTokens = 0
      let lastAt = 0
      let lastTokens = 0
      const { stats, tuning: found } = await client.generate(
        { systemPrompt: '', turns, sampling, maxTokens: tokens },
        {
          onStarted: () => (startedAt = performance.now()),
          onChunk(chunk) {
            text += chunk.parts.map((part) => part.text).join('')
            lastAt = performance.now()
            lastTokens = chunk.tokens
            if (firstAt > 0) return
            firstAt = lastAt
            firstTokens = chunk.tokens
          },
        },
      )
      if (!stats) throw new Error('The engine had to be ended')
      shown = found ?? shown
      const { promptTokens, cachedTokens, answerTokens } = stats
      return {
        text,
        promptTokens,
        cachedTokens,
        answerTokens,
        firstTokenMs: firstAt - askedAt,
        // Choosing the first token is in it, which the peer leaves out.
        readTokensPerSecond: ((promptTokens - cachedTokens) / (firstAt - startedAt)) * 1000,
        tokensPerSecond: ((lastTokens - firstTokens) / (lastAt - firstAt)) * 1000,
      }
    },
    async count(text) {
      const { turns } = await client.count({ systemPrompt: '', turns: [{ role: 'user', text }] })
      return turns.reduce((sum, tokens) => sum + tokens, 0)
    },
    residentBytes: () => residentBytes(pid),
    async reload() {
      await client.unload()
      return (await load()).ms
    },
    async stop() {
      await client.dispose()
      rmSync(cwd, { recursive: true, force: true })
    },
  }
}
