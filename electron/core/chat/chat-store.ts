import type Database from 'better-sqlite3'
import { createSearchIndex } from '../db/search-index.ts'
import { createSearchScrub } from '../db/search-scrub.ts'
import { guardStore } from '../db/sqlite-errors.ts'
import type { Clock } from '../ports.ts'
import { type ChatRowStore, createChatRowStore } from './chat-row-store.ts'
import { createMessageStore, type MessageStore } from './message-store.ts'
import { createSearchStore, type SearchStore } from './search-store.ts'

export type ChatStore = ChatRowStore & MessageStore & SearchStore

export type ChatStoreDeps = { db: Database.Database; clock: Clock }

/** Everything about conversations that is stored. Every function ends in the database before it returns. */
export function createChatStore({ db, clock }: ChatStoreDeps): ChatStore {
  const index = createSearchIndex(db)
  const scrub = createSearchScrub(db, clock)
  scrub.run()
  const chats = guardStore(db, createChatRowStore({ db, clock, index, scrub }))
  const messages = guardStore(db, createMessageStore({ db, clock, index, chats }))
  return { ...chats, ...messages, ...guardStore(db, createSearchStore({ db })) }
}
