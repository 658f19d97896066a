import type Database from 'better-sqlite3'
import { decodeParts, visibleText } from './message-parts.ts'
import { salvageTables, toColumns } from './salvage-tables.ts'
import type { Pages } from './sqlite-pages.ts'
import { readRows } from './sqlite-records.ts'
import { transact } from './transact.ts'

export type Salvaged = {
  chats: number
  messages: number
  settings: number
  /** Messages that others followed and that were not found; how many more are gone cannot be known. */
  missing: number
}

const titleLength = 60

/** Fills an empty database with every row that can be read from damaged pages, and makes whole what hangs together. */
export function salvage(db: Database.Database, pages: Pages): Salvaged {
  db.pragma('foreign_keys = OFF')
  const result = transact(db, () => {
    insertRows(db, pages)
    addLostChats(db)
    const missing = mendTree(db)
    const count = (table: string) => Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
    return { chats: count('chat'), messages: count('message'), settings: count('setting'), missing }
  })()
  db.pragma('foreign_keys = ON')
  return result
}

function insertRows(db: Database.Database, pages: Pages): void {
  const tables = salvageTables.map((table) => ({
    table,
    insert: db.prepare(
      `INSERT OR IGNORE INTO ${table.name} (${table.columns.join(', ')}) VALUES (${table.columns.map(() => '?').join(', ')})`,
    ),
  }))
  for (const row of readRows(pages)) {
    const found = tables.find(({ table }) => table.accepts(row.values))
    found?.insert.run(...toColumns(found.table, row))
  }
}

/** A chat whose own row is gone comes back under the first words that were written in it. */
function addLostChats(db: Database.Database): void {
  const lost = db
    .prepare<[], { id: string; from: number; to: number; last: number; parts: string }>(
      `SELECT chat_id AS id, min(created_at) AS "from", max(created_at) AS "to", max(seq) AS last,
         (SELECT parts FROM message AS first WHERE first.chat_id = message.chat_id ORDER BY seq LIMIT 1) AS parts
       FROM message WHERE chat_id NOT IN (SELECT id FROM chat) GROUP BY chat_id ORDER BY last`,
    )
    .all()
  const insert = db.prepare(
    `INSERT INTO chat (id, title, title_auto, created_at, updated_at, activity)
     VALUES (?, ?, 1, ?, ?, (SELECT coalesce(max(activity), 0) + 1 FROM chat))`,
  )
  for (const { id, from, to, parts } of lost) {
    const words = visibleText(decodeParts(parts))
      .toWellFormed()
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim()
    insert.run(id, Array.from(words).slice(0, titleLength).join('') || '…', from, to)
  }
}

/** What followed a lost message follows the one before it instead. Returns how many were lost at least. */
function mendTree(db: Database.Database): number {
  const orphans = db
    .prepare<[], { seq: number; chat_id: string; parent_id: string }>(
      `SELECT seq, chat_id, parent_id FROM message WHERE parent_id IS NOT NULL AND NOT EXISTS (
         SELECT 1 FROM message AS parent
         WHERE parent.id = message.parent_id AND parent.seq < message.seq AND parent.chat_id = message.chat_id)`,
    )
    .all()
  const adopt = db.prepare(
    `UPDATE message SET parent_id = (SELECT id FROM message AS before
       WHERE before.chat_id = message.chat_id AND before.seq < message.seq ORDER BY before.seq DESC LIMIT 1)
     WHERE seq = ?`,
  )
  for (const { seq } of orphans) adopt.run(seq)
  db.exec(`
    UPDATE chat SET leaf_id = (SELECT id FROM message WHERE message.chat_id = chat.id ORDER BY seq DESC LIMIT 1)
      WHERE leaf_id IS NULL OR NOT EXISTS (
        SELECT 1 FROM message WHERE message.id = chat.leaf_id AND message.chat_id = chat.id);
    DELETE FROM message_chunk WHERE message_seq NOT IN (SELECT seq FROM message WHERE state <> 'done');
  `)
  return new Set(orphans.map((orphan) => orphan.parent_id)).size
}
