import type { EngineTurn } from '../engine-protocol.ts'

/** What a loaded model knows about text. `History` is whatever the runtime reads prompts from. */
export type PromptRenderer<History> = {
  contextSize: number
  /** The whole prompt in the model's own format, up to where the answer begins. */
  render(systemPrompt: string, turns: readonly EngineTurn[]): { history: History; tokens: readonly number[] }
  /** Tokens of a text by itself; stops counting somewhere above `limit`. */
  count(text: string, limit: number): Promise<number>
}

export type TemplateCost = { frame: number; perTurn: number }

const sample = 'Hello'

/** What the format adds to the text: once per prompt, and per turn (a system prompt is one). */
export async function templateCost<History>(renderer: PromptRenderer<History>): Promise<TemplateCost> {
  const question: EngineTurn = { role: 'user', text: sample }
  const answer: EngineTurn = { role: 'assistant', text: sample }
  const each = await renderer.count(sample, Infinity)
  const one = renderer.render('', [question]).tokens.length - each
  const three = renderer.render('', [question, answer, question]).tokens.length - 3 * each
  const perTurn = Math.max(0, Math.round((three - one) / 2))
  return { frame: Math.max(0, one - perTurn), perTurn }
}
