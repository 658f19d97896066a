import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { sampling, type Answered } from './answered.ts'

/** Every advantage: a persistent pool of all useful threads, one slot, the batch that it is fastest with. */
export const serverFlags = (threads: number): string[] => [
  '-t',
  String(threads),
  '-np',
  '1',
  '-c',
  '4096',
  '-b',
  '512',
  '-ub',
  '512',
]

export type LlamaServer = {
  url: string
  /** From starting the process to its first word that it is well. */
  readyMs: number
  complete(prompt: readonly number[], tokens: number): Promise<Answered & { text: string }>
  residentBytes(): number
  stop(): Promise<void>
}

export async function startLlamaServer(program: string, model: string, threads: number): Promise<LlamaServer> {
  const port = await freePort()
  const url = `http://127.0.0.1:${String(port)}`
  const startedAt = performance.now()
  const child = spawn(program, ['-m', model, ...serverFlags(threads), '--port', String(port)], { stdio: 'ignore' })
  const exit = once(child, 'exit')
  while (!(await healthy(url))) {
    if (child.exitCode !== null) throw new Error(`llama-server ended with ${String(child.exitCode)}`)
    await sleep(5)
  }
  const readyMs = performance.now() - startedAt
  return {
    url,
    readyMs,
    complete: (prompt, tokens) => complete(url, prompt, tokens),
    residentBytes: () => residentBytes(child.pid ?? 0),
    async stop() {
      child.kill('SIGKILL')
      await exit
    },
  }
}

export const requestBody = (prompt: readonly number[], tokens: number) => ({
  prompt,
  n_predict: tokens,
  stream: true,
  cache_prompt: true,
  temperature: sampling.temperature,
  top_p: sampling.topP,
  top_k: sampling.topK,
  min_p: sampling.minP,
  repeat_penalty: sampling.repeatPenalty,
  seed: sampling.seed,
})

type Piece = {
  content: string
  stop: boolean
  timings?: { prompt_n: number; prompt_ms: number; cache_n: number; predicted_n: number; predicted_ms: number }
}

async function complete(url: string, prompt: readonly number[], tokens: number): Promise<Answered & { text: string }> {
  const askedAt = performance.now()
  const answer = await fetch(`${url}/completion`, { method: 'POST', body: JSON.stringify(requestBody(prompt, tokens)) })
  if (!answer.ok || !answer.body) throw new Error(`llama-server answered ${String(answer.status)}`)
  let text = ''
  let rest = ''
  let firstAt = 0
  let last: Piece | null = null
  const decoder = new TextDecoder()
  for await (const bytes of answer.body) {
    const at = performance.now()
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines.filter((each) => each.startsWith('data: '))) {
      const piece: Piece = JSON.parse(line.slice(6))
      text += piece.content
      if (piece.content !== '' && firstAt === 0) firstAt = at
      last = piece
    }
  }
  if (!last?.timings) throw new Error('llama-server told no times')
  const { prompt_n, prompt_ms, cache_n, predicted_n, predicted_ms } = last.timings
  return {
    text,
    promptTokens: prompt_n + cache_n,
    cachedTokens: cache_n,
    answerTokens: predicted_n,
    firstTokenMs: firstAt - askedAt,
    readTokensPerSecond: (prompt_n / prompt_ms) * 1000,
    // By its own clock: what a small model writes arrives in bursts, and the time between them says nothing.
    tokensPerSecond: (predicted_n / predicted_ms) * 1000,
  }
}

async function healthy(url: string): Promise<boolean> {
  return fetch(`${url}/health`).then(
    ({ ok }) => ok,
    () => false,
  )
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

/** Resident memory of a process, mapped files included. */
export function residentBytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]
  return Number(kilobytes) * 1024
}
