import type { Tuning } from '../../electron/engine/engine-protocol.ts'
import { createRandom } from '../../e2e/support/gguf/random.ts'
import type { Answered } from './answered.ts'
import { startLlamaServer } from './llama-server.ts'
import { startOwnEngine, type OwnEngine } from './own-engine.ts'

/** What one side did in one round. Memory in bytes, times in milliseconds. */
export type Round = {
  generation: Answered
  short?: Answered
  long?: Answered
  secondTurn?: Answered
  residentBytes: number
  loadMs: number
  coldLoadMs: number
}

export type Plan = {
  file: string
  /** Both prompts and the second turn, or the generation alone. */
  reading: boolean
  /** What is known of the model here. */
  tuning?: Tuning | undefined
}

export const answerTokens = 128
const warmUpTokens = 32
const shortPrompt = 512
const longPrompt = 2048
const historyTokens = 2000
const secondTokens = 64

/** Tokens that the prompts of our side came to, template included; the peer is given as many. */
export type PromptSizes = { generation: number; short: number; long: number; history: number; second: number }

/** What the app knows of a model after its first answer, and the threads that it begins with. */
export async function firstAnswer(file: string): Promise<{ tuning: Tuning | undefined; threads: number }> {
  const engine = await startOwnEngine(file)
  try {
    await engine.ask([{ role: 'user', text: await textOf(engine, shortPrompt, 1) }], answerTokens)
    return { tuning: engine.tuning(), threads: engine.threads }
  } finally {
    await engine.stop()
  }
}

export async function ownRound({ file, reading, tuning }: Plan): Promise<{ round: Round; sizes: PromptSizes }> {
  const engine = await startOwnEngine(file, tuning)
  try {
    const first = await textOf(engine, 24, 1)
    // Long enough that whether what is known of it still holds has been looked at.
    await engine.ask([{ role: 'user', text: first }], warmUpTokens)
    const generation = await engine.ask([{ role: 'user', text: first }], answerTokens)
    const round: Round = {
      generation,
      residentBytes: 0,
      loadMs: 0,
      coldLoadMs: engine.coldMs,
    }
    const sizes = { generation: generation.promptTokens, short: 0, long: 0, history: 0, second: 0 }
    if (reading) {
      round.short = await engine.ask([{ role: 'user', text: await textOf(engine, shortPrompt, 2) }], 2)
      round.long = await engine.ask([{ role: 'user', text: await textOf(engine, longPrompt, 3) }], 2)
      const history = await textOf(engine, historyTokens, 4)
      const before = await engine.ask([{ role: 'user', text: history }], 8)
      const turns = [
        { role: 'user', text: history },
        { role: 'assistant', text: before.text },
        { role: 'user', text: await textOf(engine, secondTokens, 5) },
      ] as const
      round.secondTurn = await engine.ask(turns, 2)
      Object.assign(sizes, {
        short: round.short.promptTokens,
        long: round.long.promptTokens,
        history: before.promptTokens,
        second: round.secondTurn.promptTokens - round.secondTurn.cachedTokens,
      })
    }
    // As the peer, it has loaded once by now.
    round.residentBytes = engine.residentBytes()
    round.loadMs = await engine.reload()
    return { round, sizes }
  } finally {
    await engine.stop()
  }
}

export async function peerRound(
  { file, reading }: Plan,
  { server, threads, sizes, vocabulary }: { server: string; threads: number; sizes: PromptSizes; vocabulary: number },
): Promise<Round> {
  const peer = await startLlamaServer(server, file, threads)
  try {
    const ids = createIds(vocabulary)
    const first = ids(sizes.generation)
    await peer.complete(first, warmUpTokens)
    const round: Round = {
      generation: await peer.complete(first, answerTokens),
      residentBytes: 0,
      loadMs: peer.readyMs,
      coldLoadMs: peer.readyMs,
    }
    if (reading) {
      round.short = await peer.complete(ids(sizes.short), 2)
      round.long = await peer.complete(ids(sizes.long), 2)
      const history = ids(sizes.history)
      await peer.complete(history, 8)
      round.secondTurn = await peer.complete([...history, ...ids(sizes.second)], 2)
    }
    round.residentBytes = peer.residentBytes()
    return round
  } finally {
    await peer.stop()
  }
}

/** Words of the vocabulary at random: they follow the 256 bytes and come before the three special tokens. */
function createIds(vocabulary: number): (count: number) => number[] {
  const random = createRandom(3)
  return (count) => Array.from({ length: count }, () => 256 + Math.floor(random() * (vocabulary - 259)))
}

/** Words of two letters, cut to as many tokens as asked, template included. */
async function textOf(engine: OwnEngine, tokens: number, seed: number): Promise<string> {
  const random = createRandom(seed)
  const letter = (): string => String.fromCodePoint(97 + Math.floor(random() * 26))
  const words = Array.from({ length: tokens }, () => letter() + letter())
  const spare = (await engine.count(words.join(' '))) - tokens
  return words.slice(0, Math.max(4, words.length - Math.max(0, spare))).join(' ')
}
