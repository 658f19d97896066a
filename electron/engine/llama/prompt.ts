import { AppError } from '../../contract/errors.ts'
import type { EngineTurn } from '../engine-protocol.ts'

/** What a loaded model knows about text. `Token` is a number; `History` is whatever the runtime reads prompts from. */
export type PromptRenderer<History> = {
  contextSize: number
  /** The whole prompt in the model's own format, up to where the answer begins. */
  render(systemPrompt: string, turns: readonly EngineTurn[]): { history: History; tokens: readonly number[] }
  /** Tokens of a text by itself; stops counting somewhere above `limit`. */
  count(text: string, limit: number): Promise<number>
}

export type PlannedPrompt<History> = { history: History; tokens: readonly number[]; droppedTurns: number }

/** Where the last prompt began. Going on from there keeps what the engine has in its cache. */
export type PromptStart = { index: number; text: string }

/** The longest prompt that still leaves one token for an answer; the binding keeps one cell to itself. */
export const longestPrompt = (contextSize: number): number => contextSize - 2

/** What an answer should find free before older turns are left out for it. */
export function answerReserve(contextSize: number, maxTokens: number | null): number {
  return Math.min(maxTokens ?? Infinity, 1024, Math.floor(contextSize / 4))
}

/**
 * Chooses the turns that fit. The oldest go first, a question always with its answer; the system prompt and the last
 * question stay. Once something has to go, a quarter more goes with it: then the next few questions find the same
 * beginning in the cache, and the model does not read the whole conversation again for each of them.
 */
export async function planPrompt<History>(
  renderer: PromptRenderer<History>,
  request: { systemPrompt: string; turns: readonly EngineTurn[]; maxTokens: number | null },
  previous: PromptStart | null,
): Promise<PlannedPrompt<History>> {
  const { systemPrompt, turns, maxTokens } = request
  const { contextSize } = renderer
  const budget = contextSize - answerReserve(contextSize, maxTokens)
  const longest = longestPrompt(contextSize)
  const counts = await countFromTheEnd(renderer, systemPrompt, turns, contextSize)

  const attempt = (from: number, limit: number): PlannedPrompt<History> | null => {
    if (counts.upTo(from) > limit) return null
    const { history, tokens } = renderer.render(systemPrompt, turns.slice(from))
    return tokens.length <= limit ? { history, tokens, droppedTurns: from } : null
  }

  const sameStart = previous && turns[previous.index]?.text === previous.text ? previous.index : 0
  const kept = attempt(0, budget) ?? (sameStart > 0 ? attempt(sameStart, budget) : null)
  if (kept) return kept

  const last = turns.length - 1
  const roomy = Math.floor(budget * 0.75)
  let from = 0
  while (from < last && counts.upTo(from) > roomy) from = nextPair(turns, from)
  for (; from < last; from = nextPair(turns, from)) {
    const fitting = attempt(from, budget)
    if (fitting) return fitting
  }
  const alone = attempt(last, longest)
  if (alone) return alone
  const tokens = await exactLength(renderer, systemPrompt, turns.slice(last), contextSize)
  throw new AppError('PROMPT_TOO_LONG', 'The message does not fit into the context', { data: { tokens, contextSize } })
}

/** The next turn that a prompt may begin with: a question. */
function nextPair(turns: readonly EngineTurn[], from: number): number {
  let next = from + 1
  while (next < turns.length - 1 && turns[next]?.role !== 'user') next++
  return next
}

/** Counts text newest first and no further than the context goes: a long history costs no more than a full one. */
async function countFromTheEnd<History>(
  renderer: PromptRenderer<History>,
  systemPrompt: string,
  turns: readonly EngineTurn[],
  contextSize: number,
): Promise<{ upTo(from: number): number }> {
  const sums: number[] = Array.from({ length: turns.length }, () => Infinity)
  let sum = await renderer.count(systemPrompt, contextSize)
  for (let index = turns.length - 1; index >= 0 && sum <= contextSize; index--) {
    sum += await renderer.count(turns[index]?.text ?? '', contextSize)
    sums[index] = sum
  }
  // Text alone: a prompt is never shorter than this, give or take a token joined at a seam.
  return { upTo: (from) => sums[from] ?? sum }
}

async function exactLength<History>(
  renderer: PromptRenderer<History>,
  systemPrompt: string,
  turns: readonly EngineTurn[],
  contextSize: number,
): Promise<number> {
  const counts = [systemPrompt, ...turns.map(({ text }) => text)].map((text) => renderer.count(text, Infinity))
  const sum = (await Promise.all(counts)).reduce((a, b) => a + b, 0)
  // A text that is not many times the context is rendered for its real length.
  return sum <= 4 * contextSize ? renderer.render(systemPrompt, turns).tokens.length : sum
}
