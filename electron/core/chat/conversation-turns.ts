import type { Message } from '../../contract/chat.ts'
import type { EngineTurn } from '../../engine/engine-protocol.ts'
import { visibleText } from '../db/message-parts.ts'

export type TurnMessage = Pick<Message, 'role' | 'parts' | 'state'>

/**
 * The path as turns for the engine, as a reader sees it: a model's reasoning is not sent to it again. Many templates
 * insist on question and answer in turn, so an answer that came to nothing is left out and the questions around it
 * become one. A question that was too long for the context stays out of the ones after it, or none of them could be
 * answered any more.
 */
export function conversationTurns(path: readonly TurnMessage[]): EngineTurn[] {
  const turns: EngineTurn[] = []
  for (const [index, message] of path.entries()) {
    if (message.role === 'user' && wasTooLong(path[index + 1])) continue
    const text = visibleText(message.parts)
    const last = turns.at(-1)
    if (message.role === 'assistant' && text.trim() === '') continue
    if (last?.role === message.role) turns[turns.length - 1] = { role: last.role, text: `${last.text}\n\n${text}` }
    else turns.push({ role: message.role, text })
  }
  return turns
}

function wasTooLong(answer: TurnMessage | undefined): boolean {
  return answer?.state.phase === 'done' && answer.state.error?.code === 'PROMPT_TOO_LONG'
}
