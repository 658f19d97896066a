import type { ErrorInfo } from '../contract/errors.ts'

/**
 * What crosses between the app and an engine process: plain data, structured-clone safe, one request id per request.
 * Every request settles exactly once, by the message named beside it or by `failed`.
 */
export const engineProtocolVersion = 1

/** A turn of the conversation as the engine sees it. Reasoning of earlier turns is not sent again. */
export type EngineTurn = { role: 'user' | 'assistant'; text: string }

/** What an answer should find free before older turns are left out for it, in tokens. */
export function answerReserve(contextSize: number, maxTokens: number | null): number {
  return Math.min(maxTokens ?? Infinity, 1024, Math.floor(contextSize / 4))
}

export type TurnChoice = {
  /** The last one is the question. */
  turns: readonly Pick<EngineTurn, 'role'>[]
  /** Tokens that a prompt may take: the context less the reserve. */
  budget: number
  /** Where the last prompt began, if that turn is still there; else 0. */
  start: number
  /** Tokens of the prompt that begins with this turn, about. */
  size(from: number): number
  /** Whether that prompt is within the budget, exactly. */
  fits(from: number): boolean
}

/**
 * The turn that a prompt begins with. The oldest go first, a question always with its answer; the last question stays,
 * whether it fits or not. Once something has to go, a quarter more goes with it, and the next prompts begin at the same
 * turn: the model does not read the whole conversation again for each of them. The app says by this rule what will be
 * left out, and an engine leaves it out by the same.
 */
export function firstTurnKept({ turns, budget, start, size, fits }: TurnChoice): number {
  if (fits(0)) return 0
  if (start > 0 && fits(start)) return start
  const last = turns.length - 1
  const nextQuestion = (from: number): number => {
    let next = from + 1
    while (next < last && turns[next]?.role !== 'user') next++
    return next
  }
  let from = 0
  while (from < last && size(from) > budget * 0.75) from = nextQuestion(from)
  while (from < last && !fits(from)) from = nextQuestion(from)
  return from
}

/** Sampling values that differ from the engine's own defaults are the only ones passed on to it. */
export type Sampling = {
  temperature: number
  topP: number
  topK: number
  minP: number
  repeatPenalty: number
  seed: number | null
}

/** What was found out about a model on this machine; null: not yet. */
export type Tuning = {
  /** With which writing is fastest. */
  threads: number | null
  readTokensPerSecond: number | null
}

/** Tokens that a context of size `auto` holds at most: more memory for one goes to those who ask for it. */
export const usualContext = 8192

export type LoadRequest = {
  type: 'load'
  id: number
  /** Absolute path of the GGUF file; its header has passed `gguf/`. */
  file: string
  gpu: 'auto' | 'off'
  /** Tokens, or `auto`: what the model was trained for, at most `usualContext` and at most what fits. */
  contextSize: number | 'auto'
  threads: number | 'auto'
  /** What earlier answers of this model have shown. */
  tuning?: Tuning
}

export type GenerateRequest = {
  type: 'generate'
  id: number
  systemPrompt: string
  /** Oldest first; the last one is the user's. */
  turns: readonly EngineTurn[]
  sampling: Sampling
  /** null: until the context is full. */
  maxTokens: number | null
}

export type ToEngine =
  /** → ready, once, within 30 s of the start. */
  | { type: 'hello'; protocol: number }
  /** → loadProgress*, then loaded or cancelled */
  | LoadRequest
  /** → unloaded */
  | { type: 'unload'; id: number }
  /** → started, readProgress*, chunk*, done */
  | GenerateRequest
  /** Of the request with this id; it still settles itself (done `stopped`, or `cancelled` for a load). No answer of its own. */
  | { type: 'cancel'; id: number }
  /** → counted */
  | { type: 'count'; id: number; systemPrompt: string; turns: readonly EngineTurn[] }
  /** → probed */
  | { type: 'probe'; id: number }
  /** → memory */
  | { type: 'memory'; id: number }

export type EngineGpu = { name: string; backend: string; totalBytes: number; freeBytes: number }

export type LoadedInfo = {
  contextSize: number
  trainContextSize: number | null
  threads: number
  gpu: string | null
  gpuLayers: number
  gpuFallback: string | null
  /** The prompt format in use: a named one, or the file's own template. */
  template: string
}

export type ChunkPart = { kind: 'text' | 'thought'; text: string }

export type DoneReason = 'end' | 'length' | 'context' | 'repeat' | 'stopped'

export type GenerationStats = {
  promptTokens: number
  cachedTokens: number
  answerTokens: number
  firstTokenMs: number
  tokensPerSecond: number
  droppedTurns: number
  /** Tokens in the context at the end, prompt and answer. */
  contextUsed: number
}

export type FromEngine =
  | { type: 'ready'; protocol: number; engine: string; versions: Readonly<Record<string, string>> }
  /** Sent every second while the engine's thread is free to send it. */
  | { type: 'heartbeat' }
  /**
   * The chat template is about to run: the model's file wrote it, it blocks the engine's thread, and it may never end. Until
   * `rendered` there are no heartbeats. `calibrationMs`: how long finding the format of a good model takes here.
   */
  | { type: 'rendering'; calibrationMs: number }
  | { type: 'rendered' }
  | { type: 'loadProgress'; id: number; share: number }
  | { type: 'loaded'; id: number; info: LoadedInfo }
  /** A load that was cancelled; nothing is loaded now. */
  | { type: 'cancelled'; id: number }
  | { type: 'unloaded'; id: number }
  /** The history was tokenized and trimmed: what will be read, what is still in the cache, what was left out. */
  | { type: 'started'; id: number; promptTokens: number; cachedTokens: number; droppedTurns: number }
  | { type: 'readProgress'; id: number; done: number; total: number }
  /** At most one a frame; `seq` counts from 1 without gaps; `tokens` is the number made so far. */
  | { type: 'chunk'; id: number; seq: number; parts: readonly ChunkPart[]; tokens: number }
  | { type: 'done'; id: number; reason: DoneReason; stats: GenerationStats; tuning?: Tuning }
  | { type: 'counted'; id: number; system: number; turns: readonly number[]; contextSize: number }
  | { type: 'probed'; id: number; gpus: readonly EngineGpu[]; versions: Readonly<Record<string, string>> }
  | { type: 'memory'; id: number; residentBytes: number }
  | { type: 'failed'; id: number; error: ErrorInfo }

/** One end of the channel, whatever carries it. */
export type EnginePort<Out = ToEngine, In = FromEngine> = {
  post(message: Out): void
  /** Returns a function that stops listening. */
  onMessage(listener: (message: In) => void): () => void
  close(): void
}

/** The engine's side of the same channel. */
export type EngineSidePort = EnginePort<FromEngine, ToEngine>
