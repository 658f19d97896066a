import type { ContextUse } from '../../contract/chat.ts'
import type { ChatId } from '../../contract/ids.ts'
import type { Counted } from '../../engine/engine-client.ts'
import { answerReserve, firstTurnKept, type EngineTurn } from '../../engine/engine-protocol.ts'

/** A conversation as the next question will find it. */
export type RuledConversation = {
  systemPrompt: string
  turns: readonly EngineTurn[]
  maxTokens: number | null
  /** Turns that the last answer left out. */
  dropped: number
}

/**
 * Tokens of a conversation as the loaded model counts them, once the engine is free to; null when it can't. The
 * conversation is asked for at that moment, and may be gone by then.
 */
export type CountTokens = (
  conversation: () => Pick<RuledConversation, 'systemPrompt' | 'turns'>,
) => Promise<Counted | null>

export type ContextRulerDeps = {
  count: CountTokens
  conversation(chat: ChatId): RuledConversation
  publish(chat: ChatId, context: ContextUse | null): void
}

/** Tokens of the question that the warning reckons with: a paragraph, or less where the context is small. */
export const usualQuestion = (contextSize: number): number => Math.min(256, Math.floor(contextSize / 16))

/**
 * How full the context is, and what an answer to the next question would leave out: said before it happens, by the rule
 * by which the engine does it.
 */
export function contextUse(
  { system, turns: counts, contextSize }: Counted,
  { turns, maxTokens, dropped }: Omit<RuledConversation, 'systemPrompt'>,
): ContextUse {
  const upTo = [0]
  for (const tokens of counts) upTo.push((upTo.at(-1) ?? 0) + tokens)
  const history = upTo.at(-1) ?? 0
  const question = usualQuestion(contextSize)
  // A question that came to nothing and the next one are asked as one.
  const next = turns.at(-1)?.role === 'user' ? turns : [...turns, { role: 'user' as const }]
  const budget = contextSize - answerReserve(contextSize, maxTokens)
  const size = (from: number): number => system + history - (upTo[from] ?? history) + question
  const nextDrops = firstTurnKept({
    turns: next,
    budget,
    start: dropped < next.length ? dropped : 0,
    size,
    fits: (from) => size(from) <= budget,
  })
  return { size: contextSize, system, history, free: Math.max(0, contextSize - system - history), nextDrops }
}

/** Remembers the last measure of each chat. Measuring waits for the engine and fails silently. */
export function createContextRuler({ count, conversation, publish }: ContextRulerDeps) {
  const measures = new Map<ChatId, ContextUse>()
  const waiting = new Set<ChatId>()

  async function measure(chat: ChatId): Promise<void> {
    // What waits for its turn will see the conversation as it is then.
    if (waiting.has(chat)) return
    waiting.add(chat)
    const asked: { about: RuledConversation | null } = { about: null }
    const counted = await count(() => {
      waiting.delete(chat)
      asked.about = conversation(chat)
      return asked.about
    })
    if (asked.about === null) waiting.delete(chat)
    if (counted === null || asked.about === null) return
    const use = contextUse(counted, asked.about)
    measures.set(chat, use)
    publish(chat, use)
  }
  return {
    last: (chat: ChatId): ContextUse | null => measures.get(chat) ?? null,
    measure: (chat: ChatId): void => void measure(chat),
    /** Another model counts otherwise, and without one there is no context. */
    clear(): void {
      for (const chat of measures.keys()) publish(chat, null)
      measures.clear()
    },
    forget: (chat: ChatId): void => void measures.delete(chat),
  }
}
