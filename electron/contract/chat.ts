import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import type { ErrorInfo } from './errors.ts'
import { ChatId, MessageId, ModelId } from './ids.ts'

/** Longest text of one message, in characters. A pasted book is an attachment, not a message. */
export const maxMessageLength = 20_000_000

/** A run of visible text or of the model's reasoning, in the order in which it was written. */
export type MessagePart =
  | { kind: 'text'; text: string }
  /** `ms`: how long the model thought; null while it still does. */
  | { kind: 'thought'; text: string; ms: number | null }

/** Why an answer ended. `cut` is an end nobody asked for: a crash, a closed window, a lost terminal. */
export type StopReason = 'end' | 'length' | 'context' | 'repeat' | 'stopped' | 'cut'

/** What was measured while an answer was made; times in milliseconds. */
export type AnswerStats = {
  promptTokens: number
  /** Of those, how many the engine still held from the turn before. */
  cachedTokens: number
  answerTokens: number
  firstTokenMs: number
  tokensPerSecond: number
  /** Oldest messages left out of the prompt because the context was full. */
  droppedTurns: number
}

export type MessageState =
  | { phase: 'queued' }
  | { phase: 'reading'; done: number; total: number; cached: number; msLeft: number | null }
  /** `unsaved`: why what was written lately is not on disk yet. It is tried again, and the answer goes on. */
  | { phase: 'streaming'; tokens: number; tokensPerSecond: number; firstTokenMs: number; unsaved?: ErrorInfo }
  | { phase: 'done'; reason: StopReason; stats: AnswerStats | null; error: ErrorInfo | null }

export type Message = {
  id: MessageId
  chat: ChatId
  parent: MessageId | null
  role: 'user' | 'assistant'
  parts: readonly MessagePart[]
  state: MessageState
  /** The model that answered, by its name at that time; null for what the user wrote. */
  model: { id: ModelId; name: string } | null
  /** All versions of this message (siblings under one parent), oldest first, itself included. */
  versions: readonly MessageId[]
  createdAt: number
}

export type ChatSummary = {
  id: ChatId
  title: string
  /** Still titled by us, so a better title may replace it. */
  titleIsAutomatic: boolean
  createdAt: number
  updatedAt: number
  /** When it went to the trash, or null. */
  trashedAt: number | null
  /** An answer is being made in it now. */
  busy: boolean
}

/** How the context of the loaded model is used, in tokens as that model counts them. */
export type ContextUse = {
  size: number
  system: number
  history: number
  free: number
  /** Oldest messages that an answer to a next one of usual length would leave out: a question goes with its answer. */
  nextDrops: number
}

/** The conversation as the page shows it: the path from the root to the chosen leaf. */
export type ChatDetail = {
  chat: ChatSummary
  messages: readonly Message[]
  context: ContextUse | null
}

/**
 * What `attach` sends. `seq` numbers the deltas of one message from 1; a page that holds everything up to `seq`
 * asks for what comes after it.
 */
export type ChatEvent =
  | { type: 'snapshot'; revision: number; seq: number; detail: ChatDetail }
  /** Replaces the message with this id; a new one goes to the end of the path, its parent being the last message. */
  | { type: 'message'; revision: number; message: Message }
  | { type: 'chat'; chat: ChatSummary }
  | { type: 'delta'; message: MessageId; seq: number; kind: MessagePart['kind']; text: string }
  | { type: 'state'; message: MessageId; state: MessageState }
  | { type: 'context'; context: ContextUse | null }
  | { type: 'gone' }

export type ChatListEvent =
  | { type: 'all'; chats: readonly ChatSummary[] }
  | { type: 'changed'; chat: ChatSummary }
  | { type: 'removed'; chat: ChatId }

export type SearchHit = { chat: ChatId; title: string; message: MessageId | null; excerpt: string }

const text = z.string().min(1).max(maxMessageLength)

export const chatContract = {
  /** Topic: every chat, trashed ones included, newest first; then changes. */
  list: oc.output(eventIterator(type<ChatListEvent>())),
  /**
   * Topic: one chat. `after` names the last delta the page holds of a message that is still being written; if the host
   * can go on from there it sends only what is missing, else a snapshot.
   */
  attach: oc
    .input(
      z.object({
        chat: ChatId,
        after: z.object({ revision: z.number().int(), message: MessageId, seq: z.number().int() }).optional(),
      }),
    )
    .output(eventIterator(type<ChatEvent>())),
  /**
   * Stores what the user wrote and starts the answer; loads the model first where needed (the message waits, shown as
   * queued). Without `chat` a new one is made; one that lies in the trash leaves it. `key` is chosen by the page: the
   * same key never sends twice.
   */
  send: oc
    .input(z.object({ chat: ChatId.nullable(), text, model: ModelId, key: z.uuid() }))
    .output(type<{ chat: ChatId; user: MessageId; answer: MessageId }>()),
  /**
   * A new version of an answer, beside the old one. Also "try again" after a failure. A trashed chat leaves the trash.
   * `anyway` is that of `engine.load`.
   */
  regenerate: oc
    .input(z.object({ message: MessageId, model: ModelId, anyway: z.boolean().optional() }))
    .output(type<{ answer: MessageId }>()),
  /** Stops the answer of a chat; what was written is kept. Nothing happens when none is being made. */
  stop: oc.input(z.object({ chat: ChatId })).output(type<void>()),
  /** Shows another version of a message, and the newest conversation below it. */
  selectVersion: oc.input(z.object({ message: MessageId })).output(type<void>()),
  rename: oc.input(z.object({ chat: ChatId, title: z.string().trim().min(1).max(200) })).output(type<void>()),
  /** To the trash, from where `restore` brings it back for 30 days. An answer in progress is stopped first. */
  trash: oc.input(z.object({ chat: ChatId })).output(type<void>()),
  restore: oc.input(z.object({ chat: ChatId })).output(type<void>()),
  /** For good, at once. Only what lies in the trash. */
  erase: oc.input(z.object({ chat: ChatId })).output(type<void>()),
  emptyTrash: oc.output(type<void>()),
  /** Words anywhere in titles and messages, best first, at most 50. */
  search: oc.input(z.object({ query: z.string().max(500) })).output(type<readonly SearchHit[]>()),
}
