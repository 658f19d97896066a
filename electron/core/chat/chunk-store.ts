import type Database from 'better-sqlite3'
import type { MessagePart } from '../../contract/chat.ts'

type Chunk = Readonly<Pick<MessagePart, 'kind' | 'text'>>

export type ChunkStore = {
  append(messageSeq: number, chunks: readonly Chunk[]): void
  /** What has been stored of an answer in progress, as parts. */
  join(messageSeq: number): readonly MessagePart[]
  remove(messageSeq: number): void
}

/** The rows an answer is made of while it streams: appending costs the same however long it has become. */
export function createChunkStore(db: Database.Database): ChunkStore {
  const insert = db.prepare<[number, string, string]>(
    'INSERT INTO message_chunk (message_seq, kind, text) VALUES (?, ?, ?)',
  )
  const select = db.prepare<[number], { kind: string; text: string }>(
    'SELECT kind, text FROM message_chunk WHERE message_seq = ? ORDER BY seq',
  )
  const remove = db.prepare<[number]>('DELETE FROM message_chunk WHERE message_seq = ?')
  return {
    append: (messageSeq, chunks) => {
      for (const { kind, text } of joinAdjacent(chunks)) insert.run(messageSeq, kind, JSON.stringify(text))
    },
    join: (messageSeq) => {
      const chunks = select.all(messageSeq).map(({ kind, text }) => ({ kind: toKind(kind), text: decode(text) }))
      return joinAdjacent(chunks).map(({ kind, text }) => (kind === 'text' ? { kind, text } : { kind, text, ms: null }))
    },
    remove: (messageSeq) => {
      remove.run(messageSeq)
    },
  }
}

/** Neighbours of one kind become one; what is empty goes. */
export function joinAdjacent(chunks: readonly Chunk[]): readonly Chunk[] {
  const runs: { kind: MessagePart['kind']; texts: string[] }[] = []
  for (const { kind, text } of chunks) {
    if (text === '') continue
    const last = runs.at(-1)
    if (last?.kind === kind) last.texts.push(text)
    else runs.push({ kind, texts: [text] })
  }
  return runs.map(({ kind, texts }) => ({ kind, text: texts.join('') }))
}

function toKind(kind: string): MessagePart['kind'] {
  return kind === 'thought' ? 'thought' : 'text'
}

function decode(stored: string): string {
  try {
    const value: unknown = JSON.parse(stored)
    return typeof value === 'string' ? value : stored
  } catch {
    return stored
  }
}
