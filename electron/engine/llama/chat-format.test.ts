import { ChatMLChatWrapper, LlamaText, SpecialTokensText } from 'node-llama-cpp'
import { expect, test } from 'vitest'
import { renderChat } from './chat-format.ts'

const chat = (text: string) => [
  { type: 'user' as const, text },
  { type: 'model' as const, response: ['Yes.'] },
]
/** A format that makes so many characters of anything, in its own name or in the user's. */
const made = (characters: number, own: boolean) => ({
  generateContextState() {
    const text = 'x'.repeat(characters)
    return { contextText: LlamaText(own ? new SpecialTokensText(text) : text), stopGenerationTriggers: [] }
  },
})

test('G20 a template that makes millions of characters of a few is refused, before they are made into tokens', () => {
  for (const own of [true, false]) {
    expect(() => renderChat(made(2_000_000, own), chat('Hello'))).toThrow(
      expect.objectContaining({ code: 'MODEL_TEMPLATE_HANGS', data: { given: 9, made: 2_000_000 } }),
    )
    expect(renderChat(made(1_000_000, own), chat('Hello')).toString()).toHaveLength(1_000_000)
  }
})

test('a long chat is not refused for its length', () => {
  const text = 'word '.repeat(1_000_000)
  expect(renderChat(new ChatMLChatWrapper(), chat(text)).toString()).toContain(text)
})
