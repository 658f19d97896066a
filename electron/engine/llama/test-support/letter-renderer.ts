import type { EngineTurn } from '../../engine-protocol.ts'
import type { PromptRenderer } from '../prompt-renderer.ts'

export type LetterRenderer = PromptRenderer<string[]> & { rendered: number; counted: number }

/** A model whose tokens are letters: three for a frame around the prompt, two around each turn, two around a system prompt. */
export function letterRenderer(contextSize: number): LetterRenderer {
  const renderer = {
    contextSize,
    rendered: 0,
    counted: 0,
    render(systemPrompt: string, turns: readonly EngineTurn[]) {
      renderer.rendered++
      const system = systemPrompt === '' ? 0 : systemPrompt.length + 2
      const length = turns.reduce((sum, { text }) => sum + text.length + 2, 3 + system)
      return { history: turns.map(({ text }) => text), tokens: Array.from({ length }, (_, i) => i) }
    },
    count(text: string) {
      renderer.counted += text.length
      return Promise.resolve(text.length)
    },
  }
  return renderer
}

export const letters = (count: number): string => 'x'.repeat(count)
