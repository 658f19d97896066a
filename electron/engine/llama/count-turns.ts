import type { EngineTurn } from '../engine-protocol.ts'
import type { PromptRenderer } from './prompt.ts'

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

const sample = 'Hello'

/** What the format adds: once per prompt, and per turn. */
async function templateCost<History>(renderer: PromptRenderer<History>): Promise<{ frame: number; perTurn: number }> {
  const question: EngineTurn = { role: 'user', text: sample }
  const answer: EngineTurn = { role: 'assistant', text: sample }
  const each = await renderer.count(sample, Infinity)
  const one = renderer.render('', [question]).tokens.length - each
  const three = renderer.render('', [question, answer, question]).tokens.length - 3 * each
  const perTurn = Math.max(0, Math.round((three - one) / 2))
  return { frame: Math.max(0, one - perTurn), perTurn }
}
