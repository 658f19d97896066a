import type { ChatHistoryItem, LlamaChatResponseChunk, Token } from 'node-llama-cpp'
import type { DoneReason, FromEngine, GenerateRequest, Sampling } from '../engine-protocol.ts'
import { createChunkWriter } from './chunk-writer.ts'
import type { LoadedModel } from './load-model.ts'
import { startPulse } from './pulse.ts'
import { planPrompt, type PlannedPrompt, type PromptStart } from './prompt.ts'
import { readPrompt, type ReadingSpeed } from './read-prompt.ts'
import type { Renderer } from './renderer.ts'
import { createRepetitionDetector } from './repetition.ts'

/** What is kept from one answer to the next, for as long as the model is loaded. */
export type Conversation = { renderer: Renderer; speed: ReadingSpeed; start: PromptStart | null }

export type GenerateDeps = {
  loaded: LoadedModel
  conversation: Conversation
  post(message: FromEngine): void
  now(): number
  after(ms: number, run: () => void): () => void
  /** Stops the answer; what was written counts. */
  signal: AbortSignal
}

/** Reads the prompt and writes the answer, from `started` on; returns `done`. Throws when the engine fails. */
export async function generate(request: GenerateRequest, deps: GenerateDeps): Promise<FromEngine> {
  const { loaded, conversation, post, now, signal } = deps
  const { id } = request
  const { sequence } = loaded
  const startedAt = now()
  const planned = await planPrompt(conversation.renderer, request, conversation.start)
  const { droppedTurns } = planned
  conversation.start = droppedTurns > 0 ? { index: droppedTurns, text: request.turns[droppedTurns]?.text ?? '' } : null
  const cachedTokens = await keepSharedPrefix(loaded, planned.tokens)
  const promptTokens = planned.tokens.length
  post({ type: 'started', id, promptTokens, cachedTokens, droppedTurns })

  const answer = { tokens: 0, firstAt: 0, lastAt: 0 }
  const done = (reason: DoneReason): FromEngine => {
    const { tokens, firstAt, lastAt } = answer
    const seconds = (lastAt - firstAt) / 1000
    return {
      type: 'done',
      id,
      reason,
      stats: {
        promptTokens,
        cachedTokens,
        answerTokens: tokens,
        firstTokenMs: tokens > 0 ? firstAt - startedAt : 0,
        // The first token comes out of reading the prompt; the rest were each decoded.
        tokensPerSecond: tokens > 1 && seconds > 0 ? (tokens - 1) / seconds : 0,
        droppedTurns,
        contextUsed: sequence.nextTokenIndex,
      },
      tuning: { threads: loaded.threads.found(), readTokensPerSecond: conversation.speed.tokensPerSecond },
    }
  }

  // The last token is left for the answer to begin from.
  const unread = planned.tokens.slice(sequence.nextTokenIndex, -1) as Token[]
  const onProgress = (read: number, total: number): void => post({ type: 'readProgress', id, done: read, total })
  loaded.threads.reading()
  if (!(await readPrompt(unread, { sequence, speed: conversation.speed, now, onProgress, signal })))
    return done('stopped')

  return done(await write(request, planned, deps, answer))
}

/** Cuts the context back to what the new prompt begins with too, and tells how many tokens need not be read again. */
async function keepSharedPrefix({ sequence }: LoadedModel, tokens: readonly number[]): Promise<number> {
  const readBefore = sequence.tokenMeter.usedInputTokens
  await sequence.adaptStateToTokens(tokens.slice(0, -1) as Token[], false)
  // Some models can only go back to a checkpoint and read on from there.
  const readAgain = sequence.tokenMeter.usedInputTokens - readBefore
  return Math.max(0, sequence.nextTokenIndex - readAgain)
}

async function write(
  request: GenerateRequest,
  planned: PlannedPrompt<ChatHistoryItem[]>,
  deps: GenerateDeps,
  answer: { tokens: number; firstAt: number; lastAt: number },
): Promise<DoneReason> {
  const { loaded, post, now, after, signal } = deps
  const chunks = createChunkWriter({ id: request.id, post, now, after })
  const stopPulse = startPulse({ after, position: () => loaded.sequence.nextTokenIndex, beat: chunks.alive })
  const repetition = createRepetitionDetector()
  const ending = new AbortController()
  let why: DoneReason = 'stopped'
  const end = (reason: DoneReason): void => {
    if (ending.signal.aborted) return
    why = reason
    ending.abort(new Error(reason))
  }
  const stop = (): void => end('stopped')
  signal.addEventListener('abort', stop, { once: true })

  const onResponseChunk = (chunk: LlamaChatResponseChunk): void => {
    const at = now()
    if (answer.tokens === 0) answer.firstAt = at
    else if (chunk.tokens.length > 0) loaded.threads.wrote(chunk.tokens.length, at - answer.lastAt)
    answer.lastAt = at
    answer.tokens += chunk.tokens.length
    chunks.push(chunk.type === 'segment' ? 'thought' : 'text', chunk.text, answer.tokens)
    if (chunk.tokens.map((token) => repetition.push(token)).includes(true)) end('repeat')
  }

  loaded.threads.writing()
  const room = loaded.info.contextSize - 1 - planned.tokens.length
  try {
    const { metadata } = await loaded.chat.generateResponse(planned.history, {
      ...samplingOptions(request.sampling),
      maxTokens: Math.min(request.maxTokens ?? room, room),
      onResponseChunk,
      signal: ending.signal,
      stopOnAbortSignal: true,
      budgets: { thoughtTokens: Infinity, commentTokens: Infinity },
      contextShift: {
        size: 1,
        // Reached only if a prompt grew while it was formatted anew. Never shift in silence: the answer ends here.
        strategy: ({ chatHistory }) => {
          end('context')
          return { chatHistory: [...chatHistory] }
        },
      },
    })
    if (metadata.stopReason === 'abort') return why
    if (metadata.stopReason !== 'maxTokens') return 'end'
    return request.maxTokens !== null && request.maxTokens <= room ? 'length' : 'context'
  } catch (error) {
    // Stopped before the first word.
    if (ending.signal.aborted) return why
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
    stopPulse()
    chunks.finish()
  }
}

/** At temperature 0 the likeliest token is taken and nothing else matters; 1 is no penalty at all. */
function samplingOptions({ temperature, topP, topK, minP, repeatPenalty, seed }: Sampling) {
  const chosen = { temperature, topP, topK, minP, seed: seed ?? Math.floor(Math.random() * 2 ** 31) }
  return {
    ...(temperature > 0 && chosen),
    repeatPenalty: repeatPenalty === 1 ? (false as const) : { penalty: repeatPenalty, lastTokens: 64 },
  }
}
