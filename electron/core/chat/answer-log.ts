import type { ChatEvent, MessagePart } from '../../contract/chat.ts'
import type { MessageId } from '../../contract/ids.ts'
import type { ChunkPart } from '../../engine/engine-protocol.ts'

type Delta = Extract<ChatEvent, { type: 'delta' }>

/**
 * What one answer has said so far: every piece with its number, so that a page which lost its connection, was reloaded
 * or came second gets exactly what it lacks.
 */
export type AnswerLog = {
  append(parts: readonly ChunkPart[], now: number): Delta[]
  after(seq: number): Delta[]
  readonly seq: number
  /** Adjacent pieces of one kind joined; `ms` of a thought is known once text follows it or the answer ends. */
  parts(): MessagePart[]
  /** Ends a thought that is still open. */
  close(now: number): void
  /** Pieces that were not given out by this function before, for the next write to disk. */
  takeUnsaved(): ChunkPart[]
  /** Pieces that were taken and could not be written: they come first the next time. */
  putBack(pieces: readonly ChunkPart[]): void
}

export function createAnswerLog(message: MessageId): AnswerLog {
  const deltas: Delta[] = []
  const parts: MessagePart[] = []
  let unsaved: ChunkPart[] = []
  let thoughtSince: number | null = null

  function endThought(now: number): void {
    const last = parts.at(-1)
    if (thoughtSince !== null && last?.kind === 'thought')
      parts[parts.length - 1] = { ...last, ms: Math.round(now - thoughtSince) }
    thoughtSince = null
  }
  return {
    get seq() {
      return deltas.length
    },
    append(pieces, now) {
      const added = pieces.map(({ kind, text }, index): Delta => ({
        type: 'delta',
        message,
        seq: deltas.length + index + 1,
        kind,
        text,
      }))
      for (const { kind, text } of added) {
        const last = parts.at(-1)
        if (last?.kind === kind) parts[parts.length - 1] = { ...last, text: last.text + text }
        else {
          endThought(now)
          if (kind === 'thought') thoughtSince = now
          parts.push(kind === 'thought' ? { kind, text, ms: null } : { kind, text })
        }
      }
      deltas.push(...added)
      unsaved.push(...pieces)
      return added
    },
    after: (seq) => deltas.slice(seq),
    parts: () => [...parts],
    close: endThought,
    takeUnsaved() {
      const taken = unsaved
      unsaved = []
      return taken
    },
    putBack(pieces) {
      unsaved = [...pieces, ...unsaved]
    },
  }
}

/** Joins two pieces that a slow reader has not taken yet; the joined one carries the later number. */
export function mergeDeltas(last: ChatEvent, next: ChatEvent): ChatEvent | null {
  if (last.type === 'state' && next.type === 'state' && last.message === next.message) return next
  if (last.type === 'context' && next.type === 'context') return next
  const joined =
    last.type === 'delta' && next.type === 'delta' && last.message === next.message && last.kind === next.kind
  return joined ? { ...next, text: last.text + next.text } : null
}
