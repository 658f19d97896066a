import type Database from 'better-sqlite3'
import type { AnswerStats, Message, MessagePart, StopReason } from '../../contract/chat.ts'
import { AppError, type ErrorInfo } from '../../contract/errors.ts'
import type { ChatId, MessageId, ModelId } from '../../contract/ids.ts'
import { encodeParts, visibleText } from '../db/message-parts.ts'
import type { SearchIndex } from '../db/search-index.ts'
import { transact } from '../db/transact.ts'
import type { Clock } from '../ports.ts'
import { uuid7 } from '../uuid7.ts'
import type { ChatRowStore } from './chat-row-store.ts'
import { createChunkStore } from './chunk-store.ts'
import { messageColumns, type MessageRow, toMessage } from './message-row.ts'

export type AnsweringModel = { id: ModelId; name: string }
/** What was written since the last time; two of the same kind in a row become one part. */
export type AnswerChunk = Readonly<Pick<MessagePart, 'kind' | 'text'>>
export type Turn = { chat: ChatId; user: MessageId; answer: MessageId }

/** How an answer ended. */
export type AnswerEnd = { reason: StopReason; stats: AnswerStats | null; error: ErrorInfo | null }

export type FinishedAnswer = AnswerEnd & {
  /** What was written since the last `appendChunks`. */
  tail?: readonly AnswerChunk[]
  /** How long each thought took, in order, in milliseconds; null where it is not known. */
  thoughtMs?: readonly (number | null)[]
}

export type MessageStore = {
  /** Throws `MESSAGE_NOT_FOUND`, as does everything below that takes a message. */
  getMessage(message: MessageId): Message
  /** From the root to `leaf`, each with its versions; of an answer in progress, what has been stored of it. */
  path(leaf: MessageId): readonly Message[]
  /** The path to the chosen leaf of a chat. */
  conversation(chat: ChatId): readonly Message[]
  /** What was stored under this key of a `send`, or null. */
  findSend(key: string): Turn | null
  /**
   * A question and its queued answer below the chosen leaf, as one write; the same key again stores nothing. A chat that
   * lies in the trash leaves it, here and in the two below.
   */
  addTurn(turn: { chat: ChatId | null; title: string; text: string; key: string; model: AnsweringModel }): Turn & {
    repeated: boolean
  }
  /** `repeated`: a message with this key was there before; it is the one returned. */
  insertUserMessage(message: { chat: ChatId; parent: MessageId | null; text: string; key: string | null }): {
    id: MessageId
    repeated: boolean
  }
  /** A queued answer below a question: a first one, or one more version. It becomes the chosen leaf. */
  insertAnswer(answer: { chat: ChatId; parent: MessageId; model: AnsweringModel }): MessageId
  /** Adds to an answer in progress; the first call makes a queued one a streaming one. */
  appendChunks(message: MessageId, chunks: readonly AnswerChunk[]): void
  /** Joins the chunks into parts and puts the answer into the search index, as one write. */
  finishAnswer(message: MessageId, end: FinishedAnswer): void
  /** `leaf` must be in that chat. */
  setLeaf(chat: ChatId, leaf: MessageId): void
  /** The end of the newest branch below a message: itself when nothing follows. */
  newestLeafBelow(message: MessageId): MessageId
  /** At start, before anything answers: whatever was being written ends as `cut`, its text kept. */
  recoverInterrupted(): readonly MessageId[]
}

export type MessageStoreDeps = {
  db: Database.Database
  clock: Clock
  index: SearchIndex
  chats: Pick<ChatRowStore, 'createChat' | 'leafOf'>
}

const columns = messageColumns
  .split(', ')
  .map((column) => `message.${column}`)
  .join(', ')
// A parent is always older than its children; said here, no damage can turn the way up into a circle.
const up = `WITH RECURSIVE up (seq, parent_id) AS (
  SELECT seq, parent_id FROM message WHERE id = ?
  UNION ALL SELECT message.seq, message.parent_id FROM up JOIN message ON message.id = up.parent_id AND message.seq < up.seq)`

export function createMessageStore({ db, clock, index, chats }: MessageStoreDeps): MessageStore {
  const chunks = createChunkStore(db)
  const selectOne = db.prepare<[string], MessageRow>(`SELECT ${columns} FROM message WHERE id = ?`)
  const selectUnfinished = db.prepare<[], { id: string }>(
    "SELECT id FROM message INDEXED BY message_unfinished WHERE state <> 'done' ORDER BY seq",
  )
  const selectPath = db.prepare<[string], MessageRow>(
    `${up} SELECT ${columns} FROM up JOIN message USING (seq) ORDER BY seq`,
  )
  const selectChildren = db.prepare<[string], string>('SELECT id FROM message WHERE parent_id = ? ORDER BY seq').pluck()
  const selectRoots = db
    .prepare<[string], string>('SELECT id FROM message WHERE chat_id = ? AND parent_id IS NULL ORDER BY seq')
    .pluck()
  // Whoever has the highest number below a message cannot have anything below itself.
  const selectNewestBelow = db
    .prepare<[string], string>(
      `WITH RECURSIVE down (seq, id) AS (
         SELECT seq, id FROM message WHERE id = ?
         UNION ALL SELECT message.seq, message.id FROM down JOIN message ON message.parent_id = down.id AND message.seq > down.seq)
       SELECT id FROM down ORDER BY seq DESC LIMIT 1`,
    )
    .pluck()
  const selectNewest = db
    .prepare<[string], string>('SELECT id FROM message WHERE chat_id = ? ORDER BY seq DESC LIMIT 1')
    .pluck()
  const selectSend = db.prepare<[string], { user: string; chat: string; answer: string | null }>(
    `SELECT id AS user, chat_id AS chat,
       (SELECT id FROM message AS answer WHERE answer.parent_id = message.id ORDER BY answer.seq LIMIT 1) AS answer
     FROM message WHERE send_key = ?`,
  )
  const insert = db.prepare<
    [
      string,
      string,
      string | null,
      string,
      string,
      string,
      string | null,
      string | null,
      string | null,
      string | null,
      number,
    ]
  >(
    `INSERT INTO message (id, chat_id, parent_id, role, parts, state, reason, model_id, model_name, send_key, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  // Whoever writes in a chat wants to have it: it leaves the trash.
  const touchChat = db.prepare<[string, number, string]>(
    `UPDATE chat SET leaf_id = ?, updated_at = ?, trashed_at = NULL, activity = (SELECT max(activity) + 1 FROM chat) WHERE id = ?`,
  )
  const setLeafOf = db.prepare<[string, string]>('UPDATE chat SET leaf_id = ? WHERE id = ?')
  const setStreaming = db.prepare<[number]>("UPDATE message SET state = 'streaming' WHERE seq = ? AND state = 'queued'")
  const setDone = db.prepare<[string, string, string | null, string | null, number]>(
    "UPDATE message SET state = 'done', parts = ?, reason = ?, stats = ?, error = ? WHERE seq = ?",
  )

  const row = (message: MessageId): MessageRow => {
    const found = selectOne.get(message)
    if (found === undefined) throw new AppError('MESSAGE_NOT_FOUND', `there is no message ${message}`)
    return found
  }
  const unfinished = (message: MessageId): MessageRow => {
    const found = row(message)
    if (found.state === 'done') throw new AppError('INTERNAL', `answer ${message} has ended already`)
    return found
  }
  const load = (found: MessageRow): Message => {
    const versions = found.parent_id === null ? selectRoots.all(found.chat_id) : selectChildren.all(found.parent_id)
    const message = toMessage(found, versions as MessageId[])
    return found.state === 'done' ? message : { ...message, parts: chunks.join(found.seq) }
  }
  const checkParent = (chat: ChatId, parent: MessageId): void => {
    if (row(parent).chat_id !== chat)
      throw new AppError('MESSAGE_NOT_FOUND', `message ${parent} is not in chat ${chat}`)
  }
  const path = (leaf: MessageId): readonly Message[] => {
    const rows = selectPath.all(row(leaf).id)
    return rows.map(load)
  }

  const insertUserMessage: MessageStore['insertUserMessage'] = transact(db, ({ chat, parent, text, key }) => {
    const before = key === null ? undefined : selectSend.get(key)
    if (before !== undefined) return { id: before.user as MessageId, repeated: true }
    chats.leafOf(chat)
    if (parent !== null) checkParent(chat, parent)
    const now = Math.trunc(clock.now())
    const id = uuid7(now) as MessageId
    const parts = encodeParts([{ kind: 'text', text }])
    const { lastInsertRowid } = insert.run(id, chat, parent, 'user', parts, 'done', 'end', null, null, key, now)
    index.addMessage(Number(lastInsertRowid), text)
    touchChat.run(id, now, chat)
    return { id, repeated: false }
  })

  const insertAnswer: MessageStore['insertAnswer'] = transact(db, ({ chat, parent, model }) => {
    checkParent(chat, parent)
    const now = Math.trunc(clock.now())
    const id = uuid7(now) as MessageId
    const name = model.name.toWellFormed().replaceAll('\0', '')
    insert.run(id, chat, parent, 'assistant', '[]', 'queued', null, model.id, name, null, now)
    touchChat.run(id, now, chat)
    return id
  })

  const findSend: MessageStore['findSend'] = (key) => {
    const found = selectSend.get(key)
    if (found === undefined || found.answer === null) return null
    return { chat: found.chat as ChatId, user: found.user as MessageId, answer: found.answer as MessageId }
  }

  const finishAnswer: MessageStore['finishAnswer'] = transact(db, (message, end) => {
    const { seq } = unfinished(message)
    chunks.append(seq, end.tail ?? [])
    const parts = withDurations(chunks.join(seq), end.thoughtMs ?? [])
    const json = (value: object | null) => (value === null ? null : JSON.stringify(value))
    setDone.run(encodeParts(parts), end.reason, json(end.stats), json(end.error), seq)
    chunks.remove(seq)
    index.addMessage(seq, visibleText(parts))
  })

  return {
    getMessage: (message) => load(row(message)),
    path,
    conversation: (chat) => {
      const chosen = chats.leafOf(chat)
      // A choice that damage made unreadable must not lock a whole conversation away.
      const leaf = chosen !== null && selectOne.get(chosen)?.chat_id === chat ? chosen : selectNewest.get(chat)
      return leaf === undefined ? [] : path(leaf as MessageId)
    },
    findSend,
    addTurn: transact(db, ({ chat, title, text, key, model }) => {
      const before = findSend(key)
      if (before !== null) return { ...before, repeated: true }
      const target = chat ?? chats.createChat({ title })
      const user = insertUserMessage({ chat: target, parent: chats.leafOf(target), text, key }).id
      return { chat: target, user, answer: insertAnswer({ chat: target, parent: user, model }), repeated: false }
    }),
    insertUserMessage,
    insertAnswer,
    appendChunks: transact(db, (message, added) => {
      const { seq } = unfinished(message)
      setStreaming.run(seq)
      chunks.append(seq, added)
    }),
    finishAnswer,
    setLeaf: transact(db, (chat, leaf) => {
      chats.leafOf(chat)
      checkParent(chat, leaf)
      setLeafOf.run(leaf, chat)
    }),
    newestLeafBelow: (message) => (selectNewestBelow.get(row(message).id) ?? message) as MessageId,
    recoverInterrupted: transact(db, () => {
      const cut = selectUnfinished.all().map(({ id }) => id as MessageId)
      for (const message of cut) finishAnswer(message, { reason: 'cut', stats: null, error: null })
      return cut
    }),
  }
}

function withDurations(parts: readonly MessagePart[], thoughtMs: readonly (number | null)[]): readonly MessagePart[] {
  let thought = 0
  return parts.map((part) => (part.kind === 'thought' ? { ...part, ms: thoughtMs[thought++] ?? null } : part))
}
