import type Database from 'better-sqlite3'
import type { SearchHit } from '../../contract/chat.ts'
import type { ChatId, MessageId } from '../../contract/ids.ts'
import { decodeParts, visibleText } from '../db/message-parts.ts'
import { createExcerpt, searchQuery } from '../db/search-text.ts'

const mostHits = 50

export type SearchStore = {
  /**
   * Chats whose title holds all the typed words, then messages that do, each best first, at most 50. The last word may
   * be unfinished; accents and case do not matter; the trash is left out. Any text is safe.
   */
  search(typed: string): readonly SearchHit[]
}

type TitleRow = { id: string; title: string }
type MessageHitRow = { id: string; chat_id: string; title: string; parts: string }

export const titleSearch = `SELECT chat.id, chat.title FROM chat_search JOIN chat ON chat.seq = chat_search.rowid
  WHERE chat_search MATCH ? AND chat.trashed_at IS NULL ORDER BY chat_search.rank LIMIT ?`

// The ranking runs over numbers only; the texts, perhaps megabytes, are read for the hits that are shown.
export const messageSearch = `SELECT message.id, message.chat_id, chat.title, message.parts
  FROM message_search JOIN message ON message.seq = message_search.rowid JOIN chat ON chat.id = message.chat_id
  WHERE message_search MATCH ? AND chat.trashed_at IS NULL ORDER BY message_search.rank LIMIT ?`

export function createSearchStore({ db }: { db: Database.Database }): SearchStore {
  const titles = db.prepare<[string, number], TitleRow>(titleSearch)
  const messages = db.prepare<[string, number], MessageHitRow>(messageSearch)
  return {
    search: (typed) => {
      const query = searchQuery(typed)
      if (query === null) return []
      const excerpt = createExcerpt(typed)
      const chats = titles.all(query, mostHits)
      return [
        ...chats.map(({ id, title }) => ({ chat: id as ChatId, title, message: null, excerpt: title })),
        ...messages.all(query, mostHits - chats.length).map((row) => ({
          chat: row.chat_id as ChatId,
          title: row.title,
          message: row.id as MessageId,
          excerpt: excerpt(visibleText(decodeParts(row.parts))),
        })),
      ]
    },
  }
}
