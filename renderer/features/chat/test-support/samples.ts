import type { ChatDetail, ChatSummary, Message } from '../../../../electron/contract/chat.ts'
import type { ChatId, MessageId, ModelId } from '../../../../electron/contract/ids.ts'
import type { Model } from '../../../../electron/contract/models.ts'

const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

export const chatId = (number: number): ChatId => uuid(number) as ChatId
export const messageId = (number: number): MessageId => uuid(number) as MessageId
export const tiny = 'tiny' as ModelId

export function summary(number: number, more: Partial<ChatSummary> = {}): ChatSummary {
  const title = `Chat ${String(number)}`
  return {
    id: chatId(number),
    title,
    titleIsAutomatic: true,
    createdAt: 0,
    updatedAt: Date.now(),
    trashedAt: null,
    busy: false,
    ...more,
  }
}

export function question(number: number, text: string, more: Partial<Message> = {}): Message {
  const id = messageId(number)
  return {
    id,
    chat: chatId(1),
    parent: null,
    role: 'user',
    parts: [{ kind: 'text', text }],
    state: { phase: 'done', reason: 'end', stats: null, error: null },
    model: null,
    versions: [id],
    createdAt: 0,
    ...more,
  }
}

const stats = {
  promptTokens: 20,
  cachedTokens: 0,
  answerTokens: 486,
  firstTokenMs: 420,
  tokensPerSecond: 39.4,
  droppedTurns: 0,
}

export function answer(number: number, text: string, more: Partial<Message> = {}): Message {
  const state = { phase: 'done', reason: 'end', stats, error: null } as const
  return question(number, text, { role: 'assistant', model: { id: tiny, name: 'Tiny 1B' }, state, ...more })
}

/** An answer that has just begun. */
export function begun(number: number): Message {
  return answer(number, '', { parts: [], state: { phase: 'queued' } })
}

export { stats as finishedStats }

export function detail(messages: readonly Message[], more: Partial<ChatDetail> = {}): ChatDetail {
  return { chat: summary(1), messages, context: null, ...more }
}

export const tinyModel: Model = {
  id: tiny,
  name: 'Tiny 1B',
  source: 'folder',
  path: '/models/tiny.gguf',
  fileName: 'tiny.gguf',
  bytes: 1,
  architecture: 'llama',
  quantisation: 'Q4_K_M',
  parameters: 1,
  contextSize: 8192,
  licence: null,
  memoryBytes: 1,
  problem: null,
  lastUsedAt: null,
}
