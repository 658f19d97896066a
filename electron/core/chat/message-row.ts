import type { AnswerStats, Message, MessageState, StopReason } from '../../contract/chat.ts'
import { isErrorCode, type ErrorInfo } from '../../contract/errors.ts'
import type { ChatId, MessageId, ModelId } from '../../contract/ids.ts'
import { decodeParts } from '../db/message-parts.ts'

/** A message as it is stored, without the chunks of an answer that is still being written. */
export type MessageRow = {
  seq: number
  id: string
  chat_id: string
  parent_id: string | null
  role: 'user' | 'assistant'
  parts: string
  state: 'queued' | 'streaming' | 'done'
  reason: string | null
  stats: string | null
  error: string | null
  model_id: string | null
  model_name: string | null
  created_at: number
}

export const messageColumns =
  'seq, id, chat_id, parent_id, role, parts, state, reason, stats, error, model_id, model_name, created_at'

const reasons: readonly string[] = ['end', 'length', 'context', 'repeat', 'stopped', 'cut'] satisfies StopReason[]

export function toMessage(row: MessageRow, versions: readonly MessageId[]): Message {
  return {
    id: row.id as MessageId,
    chat: row.chat_id as ChatId,
    parent: row.parent_id as MessageId | null,
    role: row.role,
    parts: decodeParts(row.parts),
    state: toState(row),
    model: row.model_id === null ? null : { id: row.model_id as ModelId, name: row.model_name ?? row.model_id },
    versions,
    createdAt: row.created_at,
  }
}

function toState(row: MessageRow): MessageState {
  if (row.state === 'queued') return { phase: 'queued' }
  // The numbers of an answer in progress live with whoever makes it.
  if (row.state === 'streaming') return { phase: 'streaming', tokens: 0, tokensPerSecond: 0, firstTokenMs: 0 }
  return {
    phase: 'done',
    reason: isReason(row.reason) ? row.reason : 'cut',
    stats: readStats(row.stats),
    error: readError(row.error),
  }
}

function isReason(reason: string | null): reason is StopReason {
  return reason !== null && reasons.includes(reason)
}

function readStats(stored: string | null): AnswerStats | null {
  const value = readObject(stored)
  if (value === null) return null
  const number = (key: keyof AnswerStats) => (typeof value[key] === 'number' ? value[key] : 0)
  return {
    promptTokens: number('promptTokens'),
    cachedTokens: number('cachedTokens'),
    answerTokens: number('answerTokens'),
    firstTokenMs: number('firstTokenMs'),
    tokensPerSecond: number('tokensPerSecond'),
    droppedTurns: number('droppedTurns'),
  }
}

function readError(stored: string | null): ErrorInfo | null {
  const value = readObject(stored)
  if (value === null) return null
  const { code, message, data } = value
  const info = {
    code: isErrorCode(code) ? code : ('INTERNAL' as const),
    message: typeof message === 'string' ? message : '',
  }
  return typeof data === 'object' && data !== null ? { ...info, data: data as NonNullable<ErrorInfo['data']> } : info
}

function readObject(stored: string | null): Readonly<Record<string, unknown>> | null {
  if (stored === null) return null
  try {
    const value: unknown = JSON.parse(stored)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
