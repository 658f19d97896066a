import type { Migration } from '../migrate.ts'

/**
 * Order comes from `seq` and `activity`, never from a clock. Text a model or a user wrote is kept as JSON text, which
 * alone keeps a NUL and half a surrogate pair as they were.
 */
export const m0001: Migration = {
  id: 1,
  name: 'initial',
  up: (db) => {
    db.exec(`
      CREATE TABLE app_state (key TEXT PRIMARY KEY, value TEXT NOT NULL, at INTEGER NOT NULL) STRICT;

      CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

      CREATE TABLE model (
        id TEXT PRIMARY KEY,
        path TEXT NOT NULL UNIQUE,
        source TEXT NOT NULL,
        added_at INTEGER NOT NULL,
        last_used_at INTEGER,
        facts TEXT,
        size INTEGER,
        mtime INTEGER
      ) STRICT;

      CREATE TABLE chat (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        title_auto INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        trashed_at INTEGER,
        leaf_id TEXT,
        activity INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX chat_activity ON chat (activity);

      CREATE TABLE message (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        chat_id TEXT NOT NULL REFERENCES chat (id) DEFERRABLE INITIALLY DEFERRED,
        parent_id TEXT REFERENCES message (id) DEFERRABLE INITIALLY DEFERRED,
        role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
        parts TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('queued', 'streaming', 'done')),
        reason TEXT,
        stats TEXT,
        error TEXT,
        model_id TEXT,
        model_name TEXT,
        send_key TEXT UNIQUE,
        created_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX message_chat ON message (chat_id, seq);
      CREATE INDEX message_parent ON message (parent_id, seq);
      CREATE INDEX message_root ON message (chat_id, seq) WHERE parent_id IS NULL;
      CREATE INDEX message_unfinished ON message (chat_id) WHERE state <> 'done';

      CREATE TABLE message_chunk (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        message_seq INTEGER NOT NULL REFERENCES message (seq) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        text TEXT NOT NULL
      ) STRICT;
      CREATE INDEX message_chunk_message ON message_chunk (message_seq, seq);

      -- Contentless: the words are found here, the text is read from its own table. Entries are removed by giving the
      -- same text again (search-index.ts). A title's words leave the file at once; for messages that takes milliseconds
      -- each, so theirs go in the scrubbing that follows an erasure.
      CREATE VIRTUAL TABLE chat_search USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 2');
      INSERT INTO chat_search (chat_search, rank) VALUES ('secure-delete', 1);
      CREATE VIRTUAL TABLE message_search USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 2');
    `)
  },
}
