import type Database from 'better-sqlite3'
import { readAppState, writeAppState } from './app-state.ts'
import { decodeParts, visibleText } from './message-parts.ts'
import { searchText, searchTextVersion } from './search-text.ts'

/**
 * Writes of the search index; a row is named by its `seq`. The index holds no text of its own: an entry goes only when
 * the very text that made it is given again.
 */
export type SearchIndex = {
  addChat(seq: number, title: string): void
  removeChat(seq: number, title: string): void
  addMessage(seq: number, text: string): void
  removeMessage(seq: number, text: string): void
}

export function createSearchIndex(db: Database.Database): SearchIndex {
  const write = (sql: string) => {
    const statement = db.prepare<[number, string]>(sql)
    return (seq: number, text: string) => {
      statement.run(seq, searchText(text))
    }
  }
  return {
    addChat: write('INSERT INTO chat_search (rowid, text) VALUES (?, ?)'),
    removeChat: write("INSERT INTO chat_search (chat_search, rowid, text) VALUES ('delete', ?, ?)"),
    addMessage: write('INSERT INTO message_search (rowid, text) VALUES (?, ?)'),
    removeMessage: write("INSERT INTO message_search (message_search, rowid, text) VALUES ('delete', ?, ?)"),
  }
}

/** Fills the index anew when it was filled in another way than today's, or never. */
export function refreshSearchIndex(db: Database.Database, now: number): boolean {
  if (readAppState(db, 'search') === searchTextVersion) return false
  db.transaction(() => {
    rebuildSearchIndex(db)
    writeAppState(db, 'search', searchTextVersion, now)
  }).immediate()
  return true
}

function rebuildSearchIndex(db: Database.Database): void {
  db.exec("INSERT INTO chat_search (chat_search) VALUES ('delete-all')")
  db.exec("INSERT INTO message_search (message_search) VALUES ('delete-all')")
  const index = createSearchIndex(db)
  const chats = db.prepare<[], { seq: number; title: string }>('SELECT seq, title FROM chat').all()
  for (const { seq, title } of chats) index.addChat(seq, title)
  // A page at a time: no statement may be open while another writes, and the texts together may not fit in memory.
  const page = db.prepare<[number], { seq: number; parts: string }>(
    "SELECT seq, parts FROM message WHERE seq > ? AND state = 'done' ORDER BY seq LIMIT 200",
  )
  for (let rows = page.all(0); rows.length > 0; rows = page.all(rows.at(-1)?.seq ?? 0)) {
    for (const { seq, parts } of rows) index.addMessage(seq, visibleText(decodeParts(parts)))
  }
}
