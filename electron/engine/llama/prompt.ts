import { AppError } from '../../contract/errors.ts'
import { answerReserve, firstTurnKept, type EngineTurn } from '../engine-protocol.ts'
import { templateCost, type PromptRenderer } from './prompt-renderer.ts'

export type PlannedPrompt<History> = { history: History; tokens: readonly number[]; droppedTurns: number }

/** Where the last prompt began. Going on from there keeps what the engine has in its cache. */
export type PromptStart = { index: number; text: string }

/** The longest prompt that still leaves one token for an answer; the binding keeps one cell to itself. */
export const longestPrompt = (contextSize: number): number => contextSize - 2

/** Chooses the turns that fit, by `firstTurnKept`; the system prompt and the last question stay. */
export async function planPrompt<History>(
  renderer: PromptRenderer<History>,
  request: { systemPrompt: string; turns: readonly EngineTurn[]; maxTokens: number | null },
  previous: PromptStart | null,
): Promise<PlannedPrompt<History>> {
  const { systemPrompt, turns, maxTokens } = request
  const { contextSize } = renderer
  const budget = contextSize - answerReserve(contextSize, maxTokens)
  const sizes = await promptSizes(renderer, systemPrompt, turns)

  const attempt = (from: number, limit: number): PlannedPrompt<History> | null => {
    if (sizes.text(from) > limit) return null
    const { history, tokens } = renderer.render(systemPrompt, turns.slice(from))
    return tokens.length <= limit ? { history, tokens, droppedTurns: from } : null
  }

  const fitting = new Map<number, PlannedPrompt<History>>()
  const from = firstTurnKept({
    turns,
    budget,
    start: previous && turns[previous.index]?.text === previous.text ? previous.index : 0,
    size: sizes.prompt,
    fits(index) {
      const planned = attempt(index, budget)
      if (planned) fitting.set(index, planned)
      return planned !== null
    },
  })
  // A last question may take the room that the answer was to have.
  const planned = fitting.get(from) ?? attempt(from, longestPrompt(contextSize))
  if (planned) return planned
  const tokens = await exactLength(renderer, systemPrompt, turns.slice(from), contextSize)
  throw new AppError('PROMPT_TOO_LONG', 'The message does not fit into the context', { data: { tokens, contextSize } })
}

type PromptSizes = {
  /** Text alone: a prompt is never shorter than this, give or take a token joined at a seam. */
  text(from: number): number
  /** With the model's format around it. */
  prompt(from: number): number
}

/** Counts newest first and no further than the context goes: a long history costs no more than a full one. */
async function promptSizes<History>(
  renderer: PromptRenderer<History>,
  systemPrompt: string,
  turns: readonly EngineTurn[],
): Promise<PromptSizes> {
  const { contextSize } = renderer
  const { frame, perTurn } = await templateCost(renderer)
  const sums: number[] = Array.from({ length: turns.length }, () => Infinity)
  let sum = await renderer.count(systemPrompt, contextSize)
  for (let index = turns.length - 1; index >= 0 && sum <= contextSize; index--) {
    sum += await renderer.count(turns[index]?.text ?? '', contextSize)
    sums[index] = sum
  }
  const text = (from: number): number => sums[from] ?? sum
  const system = systemPrompt === '' ? 0 : 1
  return { text, prompt: (from) => text(from) + frame + perTurn * (turns.length - from + system) }
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
