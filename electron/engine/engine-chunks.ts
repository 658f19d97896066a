import type { ChunkPart, FromEngine } from './engine-protocol.ts'

export type Chunk = Extract<FromEngine, { type: 'chunk' }>

/** What the app gets: `tokens` made so far, parts never empty, text always whole characters. */
export type AnswerChunk = { parts: readonly ChunkPart[]; tokens: number }

/** Chunks that came before their turn and are kept; an engine that jumps further ahead is broken. */
const keptAhead = 256

/**
 * Puts chunks into the order of their numbers, each once, and joins characters that were cut in two (a half at the very
 * end becomes U+FFFD).
 */
export function createChunkSequencer(deliver: (chunk: AnswerChunk) => void): {
  take(chunk: Chunk): void
  /** No more will come: hands on what waited for a number that never came. */
  finish(): void
} {
  const ahead = new Map<number, Chunk>()
  let next = 1
  let tokens = 0
  let half: ChunkPart | null = null

  function hand(chunk: Chunk): void {
    next = chunk.seq + 1
    tokens = Math.max(tokens, chunk.tokens)
    const parts = chunk.parts.flatMap(whole)
    if (parts.length > 0) deliver({ parts, tokens })
  }

  function whole(part: ChunkPart): ChunkPart[] {
    const parts: ChunkPart[] = []
    let text = part.text
    if (half !== null) {
      if (half.kind === part.kind) text = half.text + text
      else parts.push({ kind: half.kind, text: '\uFFFD' })
      half = null
    }
    const last = text.charCodeAt(text.length - 1)
    if (last >= 0xd800 && last < 0xdc00) {
      half = { kind: part.kind, text: text.slice(-1) }
      text = text.slice(0, -1)
    }
    if (text !== '') parts.push({ kind: part.kind, text: text.toWellFormed() })
    return parts
  }

  return {
    take(chunk) {
      if (!isWhole(chunk) || chunk.seq < next) return
      if (chunk.seq > next) {
        if (ahead.size < keptAhead) ahead.set(chunk.seq, chunk)
        return
      }
      hand(chunk)
      for (let waiting = ahead.get(next); waiting; waiting = ahead.get(next)) {
        ahead.delete(next)
        hand(waiting)
      }
    },
    finish() {
      for (const seq of [...ahead.keys()].sort((a, b) => a - b)) {
        const chunk = ahead.get(seq)
        if (chunk) hand(chunk)
      }
      ahead.clear()
      if (half !== null) deliver({ parts: [{ kind: half.kind, text: '\uFFFD' }], tokens })
      half = null
    },
  }
}

/** The other side is a process that may be going to pieces; its types are a hope. */
function isWhole({ seq, parts, tokens }: Chunk): boolean {
  return Number.isSafeInteger(seq) && Number.isFinite(tokens) && Array.isArray(parts) && parts.every(isPart)
}

function isPart(part: ChunkPart | null): boolean {
  return typeof part?.text === 'string' && (part.kind === 'text' || part.kind === 'thought')
}
