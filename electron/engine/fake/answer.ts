import type { ChunkPart, DoneReason, GenerateRequest } from '../engine-protocol.ts'
import type { FakeHost } from './fake-host.ts'
import { garble } from './garble.ts'
import { buildPrompt } from './prompt.ts'
import { scriptFor, tokenize, type Fate, type Script } from './script.ts'
import { createPause } from './timing.ts'

/** What stands for a model in memory; `held` is what its cache holds, `start` the turn that its last prompt began with. */
export type Loaded = {
  contextSize: number
  held: readonly string[]
  start: { index: number; text: string } | null
  crashOnUnload: boolean
}

type Token = { kind: ChunkPart['kind']; text: string }

const frameMs = 16
const readSlice = 256

export async function answer(
  deps: FakeHost,
  request: GenerateRequest,
  loaded: Loaded,
  signal: AbortSignal,
): Promise<void> {
  const { port, timers, speed } = deps
  const { id, turns } = request
  const pause = createPause(timers)
  const { contextSize } = loaded
  const { start } = loaded
  const prompt = buildPrompt(request, contextSize, start && turns[start.index]?.text === start.text ? start.index : 0)
  if ('tooLong' in prompt) {
    const error = { code: 'PROMPT_TOO_LONG' as const, message: 'The message alone is longer than the context' }
    return port.post({ type: 'failed', id, error: { ...error, data: { tokens: prompt.tooLong, contextSize } } })
  }
  const script = scriptFor(turns.at(-1)?.text ?? '')
  const tokensPerSecond = Math.min(script.tokensPerSecond ?? Infinity, speed.tokensPerSecond)
  const cachedTokens = sharedLength(prompt.tokens, loaded.held)
  const promptTokens = prompt.tokens.length + script.extraPrompt
  const { droppedTurns } = prompt
  loaded.start = { index: droppedTurns, text: turns[droppedTurns]?.text ?? '' }
  const startedAt = timers.monotonic()
  port.post({ type: 'started', id, promptTokens, cachedTokens, droppedTurns })

  const { answerTokens, reason } = planned(script, request, contextSize - promptTokens)
  const toRead = promptTokens - cachedTokens
  let read = cachedTokens
  let sent = 0
  let firstTokenMs = 0
  let firstAt = startedAt
  const finish = (why: DoneReason): void => {
    const spoken = answerTokens.slice(0, sent).map(({ text }) => text)
    loaded.held = sent > 0 ? [...prompt.tokens, '<assistant>', ...spoken] : prompt.tokens.slice(0, read)
    const seconds = (timers.monotonic() - firstAt) / 1000
    port.post({
      type: 'done',
      id,
      reason: why,
      stats: {
        promptTokens,
        cachedTokens,
        answerTokens: sent,
        firstTokenMs,
        tokensPerSecond: seconds > 0 ? sent / seconds : 0,
        droppedTurns,
        contextUsed: read + sent,
      },
    })
  }

  for (let done = 0; done < toRead;) {
    const slice = Math.min(readSlice, toRead - done)
    // Reading is thirty times as fast as writing, and `/slow` slows only the writing.
    if (!(await pause((slice / (speed.tokensPerSecond * 30)) * 1000, signal))) return finish('stopped')
    done += slice
    read = cachedTokens + done
    port.post({ type: 'readProgress', id, done, total: toRead })
    if (script.early) break
  }

  const met = meet(script.fate, deps, id)
  if (met) return met
  if (script.early) return endAs(script.fate, deps, signal)

  firstAt = timers.monotonic()
  for (let seq = 1; sent < answerTokens.length; seq++) {
    const wait = Math.max(frameMs, 1000 / tokensPerSecond)
    if (!(await pause(tokensPerSecond === Infinity ? 0 : wait, signal))) return finish('stopped')
    if (seq === 1) firstTokenMs = timers.monotonic() - startedAt
    const due = tokensPerSecond === Infinity ? sent + 8 : ((timers.monotonic() - firstAt) / 1000) * tokensPerSecond
    const upTo = Math.min(answerTokens.length, Math.max(sent + 1, Math.floor(due)))
    const parts = joinParts(answerTokens.slice(sent, upTo))
    sent = upTo
    port.post({ type: 'chunk', id, seq, parts, tokens: sent })
  }
  if (script.fate.kind === 'ends') return endAs(script.fate, deps, signal)
  finish(reason)
}

/** What takes the place of an answer; null when there is one. */
function meet(fate: Fate, deps: FakeHost, id: number): Promise<void> | null {
  switch (fate.kind) {
    case 'hangs':
      deps.hang()
      return Promise.resolve()
    case 'renders':
      deps.port.post({ type: 'rendering', calibrationMs: 0 })
      deps.hang()
      return Promise.resolve()
    case 'ignores':
      return new Promise(() => undefined)
    case 'grows':
      deps.grow()
      return Promise.resolve()
    case 'garbles':
      garble(deps.port, id)
      return Promise.resolve()
    default:
      return null
  }
}

async function endAs(fate: Fate, { timers, speed, end }: FakeHost, signal: AbortSignal): Promise<void> {
  if (fate.kind !== 'ends') return
  // What was sent has to leave the process before it goes.
  await createPause(timers)(speed.tokensPerSecond === Infinity ? 0 : 100, signal)
  end(fate.code, fate.lastWords)
}

function planned(
  script: Script,
  request: GenerateRequest,
  room: number,
): { answerTokens: readonly Token[]; reason: DoneReason } {
  const all = script.parts.flatMap(({ kind, text }) => tokenize(text).map((each): Token => ({ kind, text: each })))
  const space = script.extraPrompt > 0 ? Infinity : room
  const limit = Math.min(request.maxTokens ?? Infinity, space)
  if (all.length <= limit) return { answerTokens: all, reason: script.reason }
  return { answerTokens: all.slice(0, limit), reason: limit === space ? 'context' : 'length' }
}

function joinParts(tokens: readonly Token[]): ChunkPart[] {
  const parts: ChunkPart[] = []
  for (const { kind, text } of tokens) {
    const last = parts.at(-1)
    if (last?.kind === kind) last.text += text
    else parts.push({ kind, text })
  }
  return parts
}

function sharedLength(a: readonly string[], b: readonly string[]): number {
  let at = 0
  while (at < a.length && at < b.length && a[at] === b[at]) at++
  // The last token is always read again: the next one is drawn from it.
  return Math.min(at, a.length - 1)
}
