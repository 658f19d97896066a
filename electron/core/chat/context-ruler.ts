import type { ContextUse } from '../../contract/chat.ts'
import type { ChatId } from '../../contract/ids.ts'
import type { EngineTurn } from '../../engine/engine-protocol.ts'

/** Tokens of a conversation as the loaded model counts them; null when it can't at the moment. */
export type CountTokens = (
  systemPrompt: string,
  turns: readonly EngineTurn[],
) => Promise<{ system: number; turns: readonly number[]; contextSize: number } | null>

export type ContextRulerDeps = {
  count: CountTokens
  conversation(chat: ChatId): readonly EngineTurn[]
  systemPrompt(): string
  publish(chat: ChatId, context: ContextUse | null): void
}

/** Room that the next question and the start of its answer are expected to need, as a share of the context. */
const nextTurnShare = 1 / 8

/**
 * How full the context is, said before it is full. Oldest turns go first, in pairs of question and answer, as the engine
 * itself leaves them out.
 */
export function contextUse(counted: { system: number; turns: readonly number[]; contextSize: number }): ContextUse {
  const { system, turns, contextSize } = counted
  const history = turns.reduce((sum, tokens) => sum + tokens, 0)
  const room = contextSize - Math.ceil(contextSize * nextTurnShare)
  let used = system + history
  let nextDrops = 0
  for (let index = 0; index + 1 < turns.length && used > room; index += 2) {
    used -= (turns[index] ?? 0) + (turns[index + 1] ?? 0)
    nextDrops += 2
  }
  return {
    size: contextSize,
    system,
    history,
    free: Math.max(0, contextSize - system - history),
    exact: true,
    nextDrops,
  }
}

/** Remembers the last measure of each chat; measuring again waits for nobody and fails silently. */
export function createContextRuler({ count, conversation, systemPrompt, publish }: ContextRulerDeps) {
  const measures = new Map<ChatId, ContextUse>()
  return {
    last: (chat: ChatId): ContextUse | null => measures.get(chat) ?? null,
    measure(chat: ChatId): void {
      void count(systemPrompt(), conversation(chat)).then((counted) => {
        if (counted === null) return
        const use = contextUse(counted)
        measures.set(chat, use)
        publish(chat, use)
      })
    },
  }
}
