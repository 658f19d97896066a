import type Database from 'better-sqlite3'
import type { ChatSummary } from '../../contract/chat.ts'
import { AppError } from '../../contract/errors.ts'
import type { ChatId, MessageId } from '../../contract/ids.ts'
import { decodeParts, visibleText } from '../db/message-parts.ts'
import type { SearchIndex } from '../db/search-index.ts'
import type { SearchScrub } from '../db/search-scrub.ts'
import { transact } from '../db/transact.ts'
import type { Clock } from '../ports.ts'
import { uuid7 } from '../uuid7.ts'

export type ChatRowStoreDeps = { db: Database.Database; clock: Clock; index: SearchIndex; scrub: SearchScrub }

export type ChatRowStore = {
  /** Every chat, trashed ones too, the one that was written in last first. `busy`: it has an unfinished answer. */
  listChats(): readonly ChatSummary[]
  /** Throws `CHAT_NOT_FOUND`, as does everything below that takes a chat. */
  getChat(chat: ChatId): ChatSummary
  createChat(chat: { title: string }): ChatId
  /** The chosen end of the conversation; null while the chat is empty. */
  leafOf(chat: ChatId): MessageId | null
  /** `automatic` (false when left out): a better title may replace this one. */
  rename(chat: ChatId, title: string, options?: { automatic: boolean }): void
  trash(chat: ChatId): void
  restore(chat: ChatId): void
  /**
   * For good: the text leaves the database and its log before this returns, the words leave the search index in the
   * moments after. `INPUT_INVALID` if not in the trash.
   */
  erase(chat: ChatId): void
  /** Erases what went to the trash before `at` (milliseconds since 1970). */
  eraseTrashedBefore(at: number): readonly ChatId[]
  /** Runs several calls as one: all of it is stored or nothing. */
  atomically<T>(work: () => T): T
}

type ChatRow = {
  seq: number
  id: string
  title: string
  title_auto: number
  created_at: number
  updated_at: number
  trashed_at: number | null
  leaf_id: string | null
  busy: number
}

const selectChat = `SELECT seq, id, title, title_auto, created_at, updated_at, trashed_at, leaf_id,
  EXISTS (SELECT 1 FROM message INDEXED BY message_unfinished WHERE message.chat_id = chat.id AND message.state <> 'done') AS busy FROM chat`

export function createChatRowStore({ db, clock, index, scrub }: ChatRowStoreDeps): ChatRowStore {
  const selectAll = db.prepare<[], ChatRow>(`${selectChat} ORDER BY activity DESC, seq DESC`)
  const selectOne = db.prepare<[string], ChatRow>(`${selectChat} WHERE id = ?`)
  const selectTrashed = db.prepare<[number], string>('SELECT id FROM chat WHERE trashed_at < ? ORDER BY seq').pluck()
  const insert = db.prepare<[string, string, number, number]>(
    `INSERT INTO chat (id, title, title_auto, created_at, updated_at, activity)
     VALUES (?, ?, 1, ?, ?, (SELECT coalesce(max(activity), 0) + 1 FROM chat))`,
  )
  const updateTitle = db.prepare<[string, number, number]>('UPDATE chat SET title = ?, title_auto = ? WHERE seq = ?')
  const updateTrashed = db.prepare<[number | null, number]>('UPDATE chat SET trashed_at = ? WHERE seq = ?')
  const selectIndexed = db.prepare<[string], { seq: number; parts: string }>(
    "SELECT seq, parts FROM message WHERE chat_id = ? AND state = 'done' ORDER BY seq",
  )
  const deleteMessages = db.prepare<[string]>('DELETE FROM message WHERE chat_id = ?')
  const deleteChat = db.prepare<[number]>('DELETE FROM chat WHERE seq = ?')

  const row = (chat: ChatId): ChatRow => {
    const found = selectOne.get(chat)
    if (found === undefined) throw new AppError('CHAT_NOT_FOUND', `there is no chat ${chat}`)
    return found
  }
  const eraseRow = ({ seq, id, title }: ChatRow): void => {
    for (const message of selectIndexed.all(id))
      index.removeMessage(message.seq, visibleText(decodeParts(message.parts)))
    deleteMessages.run(id)
    index.removeChat(seq, title)
    deleteChat.run(seq)
    scrub.request()
  }
  const wipe = (): void => {
    // The log still holds the pages as they were before.
    db.pragma('wal_checkpoint(TRUNCATE)')
    scrub.run()
  }

  return {
    listChats: () => selectAll.all().map(toSummary),
    getChat: (chat) => toSummary(row(chat)),
    createChat: transact(db, ({ title }) => {
      const now = Math.trunc(clock.now())
      const id = uuid7(now) as ChatId
      const clean = cleanTitle(title)
      index.addChat(Number(insert.run(id, clean, now, now).lastInsertRowid), clean)
      return id
    }),
    leafOf: (chat) => row(chat).leaf_id as MessageId | null,
    rename: transact(db, (chat, title, options = { automatic: false }) => {
      const { seq, title: old } = row(chat)
      const clean = cleanTitle(title)
      index.removeChat(seq, old)
      updateTitle.run(clean, options.automatic ? 1 : 0, seq)
      index.addChat(seq, clean)
    }),
    trash: (chat) => {
      const { seq, trashed_at: since } = row(chat)
      updateTrashed.run(since ?? Math.trunc(clock.now()), seq)
    },
    restore: (chat) => {
      updateTrashed.run(null, row(chat).seq)
    },
    erase: (chat) => {
      transact(db, () => {
        const found = row(chat)
        if (found.trashed_at === null) throw new AppError('INPUT_INVALID', `chat ${chat} is not in the trash`)
        eraseRow(found)
      })()
      wipe()
    },
    eraseTrashedBefore: (at) => {
      const erased = selectTrashed.all(at) as ChatId[]
      // One transaction each: a long one would hold up whatever else is being stored.
      for (const chat of erased) {
        transact(db, () => {
          eraseRow(row(chat))
        })()
      }
      if (erased.length > 0) wipe()
      return erased
    },
    atomically: (work) => transact(db, work)(),
  }
}

function toSummary(row: ChatRow): ChatSummary {
  return {
    id: row.id as ChatId,
    title: row.title,
    titleIsAutomatic: row.title_auto !== 0,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    trashedAt: row.trashed_at,
    busy: row.busy !== 0,
  }
}

/** One line that every part of the system can hold: no control characters, no half characters. */
function cleanTitle(title: string): string {
  return title
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
}
