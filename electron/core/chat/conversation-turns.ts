import type { Message } from '../../contract/chat.ts'
import type { EngineTurn } from '../../engine/engine-protocol.ts'
import { visibleText } from '../db/message-parts.ts'

/**
 * The path as turns for the engine, as a reader sees it: a model's reasoning is not sent to it again. Many templates
 * insist on question and answer in turn, so an answer that came to nothing is left out and the questions around it
 * become one.
 */
export function conversationTurns(path: readonly Pick<Message, 'role' | 'parts'>[]): EngineTurn[] {
  const turns: EngineTurn[] = []
  for (const message of path) {
    const text = visibleText(message.parts)
    const last = turns.at(-1)
    if (message.role === 'assistant' && text.trim() === '') continue
    if (last?.role === message.role) turns[turns.length - 1] = { role: last.role, text: `${last.text}\n\n${text}` }
    else turns.push({ role: message.role, text })
  }
  return turns
}
