import type { ChunkPart, EngineSidePort, FromEngine, GenerationStats } from '../engine-protocol.ts'

/** What a garbled answer comes to, once it was put in order. */
export const garbledText = `One two \u{1F600}${'x'.repeat(1_000_000)}\uFFFD`

const stats: GenerationStats = {
  promptTokens: 1,
  cachedTokens: 0,
  answerTokens: 6,
  firstTokenMs: 1,
  tokensPerSecond: 1,
  droppedTurns: 0,
  contextUsed: 7,
}

/** An answer as only a broken engine sends it. */
export function garble({ post }: EngineSidePort, id: number): void {
  const chunk = (seq: number, text: string, to = id): FromEngine => {
    const parts: ChunkPart[] = [{ kind: 'text', text }]
    return { type: 'chunk', id: to, seq, parts, tokens: seq }
  }
  const anything = (message: unknown): void => post(message as FromEngine)
  post(chunk(2, 'two '))
  post(chunk(1, 'One '))
  post(chunk(1, 'One '))
  anything(null)
  anything('a word')
  anything({ type: 'nonesuch', id })
  anything({ type: 'chunk', id, seq: 3 })
  post(chunk(3, 'of an answer that ended long ago', id - 1))
  post(chunk(3, '\uD83D'))
  post(chunk(4, '\uDE00'))
  post(chunk(5, 'x'.repeat(1_000_000)))
  post(chunk(6, '\uD83D'))
  post({ type: 'done', id, reason: 'end', stats })
  post(chunk(7, 'too late'))
  post({ type: 'done', id, reason: 'length', stats })
}
