import type { Migration } from '../migrate.ts'

/** A second step of the schema that takes a while: the tables are rebuilt one row at a time. */
export const slowMigration: Migration = {
  id: 2,
  name: 'slow',
  up: (db) => {
    db.exec('ALTER TABLE message ADD COLUMN words INTEGER')
    const rows = db.prepare<[], { seq: number; parts: string }>('SELECT seq, parts FROM message').all()
    const update = db.prepare<[number, number]>('UPDATE message SET words = ? WHERE seq = ?')
    for (const { seq, parts } of rows) update.run(parts.split(' ').length, seq)
    db.exec('CREATE INDEX message_words ON message (words)')
    db.exec('CREATE TABLE chat2 (id TEXT, title TEXT); INSERT INTO chat2 SELECT id, title FROM chat; DROP TABLE chat2')
  },
}
