import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ChatHistoryItem, ChatWrapper, LlamaModel } from 'node-llama-cpp'
import type { EngineTurn } from '../engine-protocol.ts'
import { renderChat } from './chat-format.ts'
import type { PromptRenderer } from './prompt-renderer.ts'

/** Tokenizing blocks the thread; longer texts are taken in pieces, with the heartbeat in between. */
const pieceLength = 65_536
/** Texts whose counts are remembered, so that counting a long conversation again costs nothing. */
const remembered = 2000

export type Renderer = PromptRenderer<ChatHistoryItem[]>

export function createRenderer(model: LlamaModel, wrapper: ChatWrapper, contextSize: number): Renderer {
  const known = new Map<string, number>()

  async function count(text: string, limit: number): Promise<number> {
    if (text === '') return 0
    const before = known.get(text)
    if (before !== undefined) return before
    let tokens = 0
    for (let at = 0; at < text.length; at += pieceLength) {
      if (at > 0) await nextTurn()
      tokens += model.tokenize(text.slice(at, at + pieceLength)).length
      if (tokens > limit) return tokens
    }
    if (known.size >= remembered) known.clear()
    known.set(text, tokens)
    return tokens
  }

  return {
    contextSize,
    count,
    render(systemPrompt, turns) {
      const history = chatHistory(systemPrompt, turns)
      return { history, tokens: renderChat(wrapper, history).tokenize(model.tokenizer) }
    },
  }
}

/** Without a system prompt there is none: the binding's sessions would add one of their own. */
function chatHistory(systemPrompt: string, turns: readonly EngineTurn[]): ChatHistoryItem[] {
  const system: ChatHistoryItem[] = systemPrompt === '' ? [] : [{ type: 'system', text: systemPrompt }]
  const said = turns.map(({ role, text }): ChatHistoryItem =>
    role === 'user' ? { type: 'user', text } : { type: 'model', response: [text] },
  )
  return [...system, ...said, { type: 'model', response: [] }]
}
