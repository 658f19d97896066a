import type { ChunkPart, FromEngine } from '../engine-protocol.ts'

type ChunkMessage = Extract<FromEngine, { type: 'chunk' }>

export type ChunkWriterDeps = {
  id: number
  post(message: ChunkMessage): void
  now(): number
  after(ms: number, run: () => void): () => void
}

/** One message a frame is all a page can show. */
const frameMs = 16

export type ChunkWriter = {
  push(kind: ChunkPart['kind'], text: string, tokens: number): void
  /** Shows that the model gets on, though there may be nothing to read yet. */
  alive(): void
  /** Sends what is left. */
  finish(): void
}

/** Gathers what the model writes into at most one message per frame; the first goes out at once. */
export function createChunkWriter({ id, post, now, after }: ChunkWriterDeps): ChunkWriter {
  let parts: ChunkPart[] = []
  let tokens = 0
  let seq = 0
  let lastAt = -Infinity
  let cancel: (() => void) | null = null

  function flush(): void {
    if (parts.length > 0) send()
  }

  function send(): void {
    cancel?.()
    cancel = null
    lastAt = now()
    post({ type: 'chunk', id, seq: ++seq, parts, tokens })
    parts = []
  }

  return {
    push(kind, text, made) {
      tokens = made
      if (text === '') return
      const last = parts.at(-1)
      if (last?.kind === kind) last.text += text
      else parts.push({ kind, text })
      if (cancel) return
      const wait = lastAt + frameMs - now()
      if (wait <= 0) flush()
      else cancel = after(wait, flush)
    },
    alive() {
      if (now() - lastAt >= frameMs) send()
    },
    finish: flush,
  }
}
