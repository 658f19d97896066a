import type { EngineTurn } from '../engine-protocol.ts'
import { templateCost, type PromptRenderer } from './prompt-renderer.ts'

export type TurnCounts = { system: number; turns: number[] }

/**
 * How many tokens the system prompt and each turn take, the model's own format around them included. The sum is that of
 * the whole prompt, give or take a token where pieces meet.
 */
export async function countTurns<History>(
  renderer: PromptRenderer<History>,
  systemPrompt: string,
  turns: readonly EngineTurn[],
): Promise<TurnCounts> {
  const { frame, perTurn } = await templateCost(renderer)
  const counts = []
  for (const { text } of turns) counts.push((await renderer.count(text, Infinity)) + perTurn)
  const system = systemPrompt === '' ? frame : frame + perTurn + (await renderer.count(systemPrompt, Infinity))
  return { system, turns: counts }
}
